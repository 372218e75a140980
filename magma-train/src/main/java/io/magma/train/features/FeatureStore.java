package io.magma.train.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.train.data.KnownImages;

/**
 * Keeps the features of pictures, in the type the encoder computes in and bit for bit.
 *
 * <p>Nothing is ever dropped: every picture of an epoch is as likely to come next as any other, so with room for a part of them
 * that part is spared, whichever it is. {@link #contains} may be asked by several threads, the rest is for one.
 */
public interface FeatureStore extends KnownImages, AutoCloseable {
    /**
     * Features that are at hand.
     *
     * @param manager takes the array
     * @return on the CPU, (1, N, C) or (1, C)
     * @throws FeatureException if they cannot be read
     */
    NDArray get(String key, NDManager manager);

    /** Keeps the features (1, N, C) or (1, C) of a picture, on the CPU, if there is room; those that are there already stay. */
    void put(String key, NDArray features);

    @Override
    void close();
}
