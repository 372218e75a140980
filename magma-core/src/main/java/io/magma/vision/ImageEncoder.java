package io.magma.vision;

import ai.djl.ndarray.NDArray;

/** Turns pictures into features for a prefix. */
public interface ImageEncoder {
    /**
     * Encodes normalised pictures.
     *
     * @param pixels (B, 3, resolution, resolution)
     * @return (B, N, C), or (B, C) when {@link #pooled}
     */
    NDArray forward(NDArray pixels);

    /** Side of the input in pixels. */
    int resolution();

    /** C, length of one feature vector. */
    int channels();

    /** N, feature vectors a picture; 1 when pooled. */
    int positions();

    /** Whether a picture gives one vector. */
    default boolean pooled() {
        return false;
    }
}
