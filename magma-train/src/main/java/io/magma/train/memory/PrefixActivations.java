package io.magma.train.memory;

import io.magma.config.ImagePrefixConfig;

/**
 * Activations of the image prefix, in float32: its map keeps the features, N C; dropout its factors, S D, one float32 each on a CPU
 * (on a GPU a byte); the layer norm what it reads, S D.
 */
final class PrefixActivations {
    private PrefixActivations() {}

    /**
     * Of one picture.
     *
     * @param features N C
     * @param embeddings S D
     */
    static long of(ImagePrefixConfig config, long features, long embeddings) {
        int maps = (config.dropout() > 0 ? 1 : 0) + (config.layerNorm() ? 1 : 0);
        return Float.BYTES * (features + maps * embeddings);
    }
}
