package io.magma.nn;

import ai.djl.ndarray.NDArray;

/** One residual branch of a decoder block, its attention or its MLP: (B, T, D) to (B, T, D). */
@FunctionalInterface
public interface Sublayer {
    /**
     * Runs the branch.
     *
     * @param x normalised hidden states, (B, T, D)
     * @param context what attention needs to know about this call
     */
    NDArray forward(NDArray x, AttentionContext context);

    /** Where in a block a sublayer stands. */
    enum Location {
        ATTENTION,
        MLP
    }

    /** Decides while a decoder is built what stands around each sublayer; this is how adapters get in. */
    @FunctionalInterface
    interface Wrapper {
        /** Leaves every sublayer as it is. */
        Wrapper NONE = (layer, location, inner) -> inner;

        /**
         * Wraps one sublayer.
         *
         * @param layer index of the block, from 0
         */
        Sublayer wrap(int layer, Location location, Sublayer inner);
    }
}
