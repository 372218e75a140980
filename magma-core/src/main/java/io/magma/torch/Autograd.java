package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Switches autograd on for one thread and runs backward passes.
 *
 * <p>DJL's gradient collector allows one collection in the whole process; this uses libtorch's per-thread switch.
 */
public final class Autograd {
    private Autograd() {}

    /** Runs {@code body} with autograd recording. */
    public static <T> T recording(Supplier<T> body) {
        return with(true, body);
    }

    /** Runs {@code body} without autograd recording. */
    public static <T> T frozen(Supplier<T> body) {
        return with(false, body);
    }

    private static <T> T with(boolean enabled, Supplier<T> body) {
        OpsModule.prepareThread();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(enabled);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Accumulates gradients of the scalar {@code loss} times {@code weight} into the arrays that require them. */
    public static void backward(NDArray loss, double weight) {
        try (NDManager scratch = loss.getManager().newSubManager();
                NDArray seed = scratch.full(loss.getShape(), (float) weight)) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) seed, false, false);
        }
    }

    /** The accumulated gradient of {@code parameter}, a new handle on it that the caller closes; none before a first backward pass. */
    public static Optional<NDArray> gradient(NDArray parameter) {
        return Optional.ofNullable(JniUtils.getGradient((PtNDArray) parameter));
    }

    /** Forgets the accumulated gradient of {@code parameter}. */
    public static void zeroGradient(NDArray parameter) {
        JniUtils.zeroGrad((PtNDArray) parameter);
    }

    /** Seeds libtorch's generator (dropout) of this process. */
    public static void seed(long seed) {
        JniUtils.setSeed(seed);
    }
}
