package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Copies numbers from the JVM into tensors that own their memory.
 *
 * <p>What {@code NDManager.create} makes shares a Java buffer that only the Java handle keeps alive. Autograd keeps tensors
 * beyond their handles, so anything that may end up in a graph has to be made here.
 */
public final class HostData {
    private HostData() {}

    /** Copies float32 numbers in row-major order. */
    public static NDArray floats(NDManager manager, float[] values, long... shape) {
        try (NDArray shared = manager.create(values, new Shape(shape))) {
            return shared.duplicate();
        }
    }

    /** Copies int64 numbers in row-major order. */
    public static NDArray longs(NDManager manager, long[] values, long... shape) {
        try (NDArray shared = manager.create(values, new Shape(shape))) {
            return shared.duplicate();
        }
    }
}
