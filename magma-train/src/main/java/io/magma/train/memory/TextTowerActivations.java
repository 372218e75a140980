package io.magma.train.memory;

import io.magma.config.TextTowerConfig;

/**
 * Activations of the trained text tower of a contrastive run: the block of {@link VitActivations} with I = 4 D and quick GELU, 20
 * D a token, and the float32 sum of the embeddings.
 */
final class TextTowerActivations {
    private TextTowerActivations() {}

    /**
     * Of a batch.
     *
     * @param positions of all texts, padding counted
     * @param bytes of an element
     */
    static Activations of(TextTowerConfig c, long positions, int bytes) {
        long d = c.hiddenSize();
        long block = 20 * d * bytes + c.heads() * (long) Float.BYTES;
        return new Activations(positions * (c.layers() * block + d * Float.BYTES), positions * 27 * d * bytes);
    }
}
