package io.magma.nn;

import ai.djl.ndarray.NDArray;

/** Position-wise feed-forward network {@code down(act(up(x)))}. */
public record Mlp(Linear up, Activation activation, Linear down) implements Sublayer {
    @Override
    public NDArray forward(NDArray x, AttentionContext context) {
        return forward(x);
    }

    /** Applies the network to (B, T, D). */
    public NDArray forward(NDArray x) {
        return down.forward(activation.forward(up.forward(x)));
    }
}
