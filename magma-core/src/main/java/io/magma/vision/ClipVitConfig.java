package io.magma.vision;

import io.magma.nn.Activation;

/**
 * Shape of a CLIP vision transformer.
 *
 * @param hiddenSize width of a token
 * @param intermediateSize width of the MLP
 * @param layers number of blocks
 * @param heads attention heads
 * @param patchSize side of a patch in pixels
 * @param trainedResolution side in pixels that the position embedding in the file is for
 * @param resolution side in pixels of the pictures to encode
 * @param projectionSize length of the pooled embedding
 * @param activation of the MLP
 * @param normEps epsilon of the layer norms
 */
public record ClipVitConfig(
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int patchSize,
        int trainedResolution,
        int resolution,
        int projectionSize,
        Activation activation,
        double normEps) {}
