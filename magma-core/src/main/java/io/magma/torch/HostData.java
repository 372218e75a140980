package io.magma.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;

/**
 * Copies numbers from the JVM into tensors that own their memory.
 *
 * <p>What {@code NDManager.create} makes shares a Java buffer that only the Java handle keeps alive. Autograd keeps tensors
 * beyond their handles, so anything that may end up in a graph has to be made here.
 *
 * <p>To a GPU numbers go through page-locked memory, which libtorch keeps for the next transfers, and the thread does not wait
 * for them: work that it hands to the GPU afterwards finds them there. From ordinary memory every transfer would first wait for
 * all work handed over before.
 */
public final class HostData {
    private HostData() {}

    /** Copies float32 numbers in row-major order. */
    public static NDArray floats(NDManager manager, float[] values, long... shape) {
        return copy(manager, host -> host.create(values, new Shape(shape)));
    }

    /** Copies int64 numbers in row-major order. */
    public static NDArray longs(NDManager manager, long[] values, long... shape) {
        return copy(manager, host -> host.create(values, new Shape(shape)));
    }

    private static NDArray copy(NDManager manager, Function<NDManager, NDArray> make) {
        if (!manager.getDevice().isGpu()) {
            try (NDArray shared = make.apply(manager)) {
                return shared.duplicate();
            }
        }
        try (NDManager host = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                NDArray shared = make.apply(host)) {
            return upload(manager, shared);
        }
    }

    /**
     * Brings a tensor of the host, of any type, to the device of {@code manager}: itself on a CPU, else a copy that belongs to
     * {@code manager}.
     */
    public static NDArray upload(NDManager manager, NDArray onHost) {
        if (!manager.getDevice().isGpu()) {
            return onHost;
        }
        try (NDArray pinned = OpsModule.call("pin_memory", onHost)) {
            return toDevice(manager, pinned);
        }
    }

    /** A copy on the device of {@code manager}, unless {@code x} is there already; asynchronous if {@code x} is page-locked. */
    static NDArray toDevice(NDManager manager, NDArray x) {
        try (NDArray there = manager.create(new Shape(0))) {
            return OpsModule.call("to_device_of", there, x);
        }
    }
}
