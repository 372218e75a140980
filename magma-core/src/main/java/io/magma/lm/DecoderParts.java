package io.magma.lm;

import ai.djl.ndarray.NDArray;
import io.magma.nn.Linear;
import io.magma.nn.Norm;
import java.util.List;
import java.util.Optional;

/**
 * What a family hands over to build a decoder.
 *
 * @param tokenEmbedding (V, D)
 * @param positionEmbedding (positions, D), for learned positions
 * @param blocks in order
 * @param finalNorm before the head
 * @param head (V, D), with a bias in some families
 */
record DecoderParts(
        NDArray tokenEmbedding,
        Optional<NDArray> positionEmbedding,
        List<DecoderBlock> blocks,
        Norm finalNorm,
        Linear head) {}
