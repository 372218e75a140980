package io.magma.lm;

import io.magma.nn.Activation;
import java.util.Optional;

/**
 * Shape of a decoder, the same terms for every family.
 *
 * @param modelType Hugging Face {@code model_type}
 * @param hiddenSize D
 * @param layers number of blocks
 * @param heads query heads
 * @param kvHeads key/value heads; divides {@code heads}
 * @param headDim K
 * @param intermediateSize width of the MLP
 * @param vocabSize V, rows of the token embedding
 * @param maxPositions longest context in tokens
 * @param normEps epsilon of the norms
 * @param rotary rotary positions; empty for learned ones
 * @param activation of the MLP
 * @param residual how the branches of a block are joined
 * @param tiedHead whether the head is the token embedding
 * @param eosId id that ends a text
 */
public record DecoderConfig(
        String modelType,
        int hiddenSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int intermediateSize,
        int vocabSize,
        int maxPositions,
        double normEps,
        Optional<RotaryConfig> rotary,
        Activation activation,
        Residual residual,
        boolean tiedHead,
        int eosId) {
    /** How attention and MLP join the residual stream. */
    public enum Residual {
        /** {@code x += attention(norm1(x)); x += mlp(norm2(x))}. */
        SERIAL,
        /** {@code x += attention(norm1(x)) + mlp(norm2(x))} (GPT-NeoX). */
        PARALLEL,
        /** {@code x += attention(norm1(x)) + mlp(norm1(x))} (GPT-J). */
        PARALLEL_SHARED_NORM
    }
}
