package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
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

    /** Accumulates gradients of {@code y}, of which {@code gradient} is the gradient of what is minimised; same shapes and types. */
    public static void backward(NDArray y, NDArray gradient) {
        JniUtils.backward((PtNDArray) y, (PtNDArray) gradient, false, false);
    }

    /** The values of {@code x} at the start of a graph of their own, which gathers their gradient. */
    public static NDArray leaf(NDArray x) {
        NDArray leaf = x.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** Whether this thread records. */
    public static boolean isRecording() {
        OpsModule.prepareThread();
        return JniUtils.isGradMode();
    }

    /** Whether a gradient can flow back from {@code x}. */
    public static boolean isTracked(NDArray x) {
        // DJL's own question answers for leaves only.
        try (IValue tracked = OpsModule.run("requires_grad", IValue.from((PtNDArray) x))) {
            return tracked.toBoolean();
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
