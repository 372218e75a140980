package io.magma.contrastive;

import ai.djl.ndarray.NDArray;

/** Embeds texts into the space that they share with images. */
public interface TextTower {
    /**
     * Embeds texts, each alone: padding and neighbours change nothing.
     *
     * @return (B, E) in float32, of any length
     */
    NDArray forward(TokenBatch texts);
}
