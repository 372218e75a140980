package io.magma.torch;

import ai.djl.ndarray.NDArray;

/** A loss and its way back to the gradients. */
public interface Loss {
    /** The loss, a scalar in float32. */
    NDArray value();

    /** Accumulates the gradients of {@code weight} times the loss; may be called once, with the loss's manager still open. */
    void backward(double weight);

    /** The loss at the end of an ordinary graph. */
    static Loss ofGraph(NDArray value) {
        return new Loss() {
            @Override
            public NDArray value() {
                return value;
            }

            @Override
            public void backward(double weight) {
                Autograd.backward(value, weight);
            }
        };
    }
}
