package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Operators over many tensors in one call, outside autograd: what an optimizer step needs. */
public final class TensorLists {
    private TensorLists() {}

    /**
     * One step of AdamW, in place, with PyTorch's numerics (epsilon after the bias-corrected root).
     *
     * @param params float32 tensors to update
     * @param grads their gradients
     * @param means first moments
     * @param variances second moments
     * @param steps scalars: the number of this step, counted from 1
     */
    public static void adamW(
            List<NDArray> params,
            List<NDArray> grads,
            List<NDArray> means,
            List<NDArray> variances,
            List<NDArray> steps,
            AdamWSettings settings) {
        OpsModule.run(
                        "adamw",
                        list(params),
                        list(grads),
                        list(means),
                        list(variances),
                        list(steps),
                        IValue.from(settings.lr()),
                        IValue.from(settings.beta1()),
                        IValue.from(settings.beta2()),
                        IValue.from(settings.weightDecay()),
                        IValue.from(settings.eps()))
                .close();
    }

    /** Adds one to each tensor in place. */
    public static void increment(List<NDArray> xs) {
        OpsModule.run("add_one", list(xs)).close();
    }

    /** Multiplies each tensor in place. */
    public static void scale(List<NDArray> xs, double factor) {
        OpsModule.run("scale_all", list(xs), IValue.from(factor)).close();
    }

    /** Moves each tensor in place by {@code weight} of its way towards the other of its place. */
    public static void lerp(List<NDArray> xs, List<NDArray> towards, double weight) {
        OpsModule.run("lerp_all", list(xs), list(towards), IValue.from(weight)).close();
    }

    /**
     * Euclidean norms, one a list, of all elements of all its tensors together: torch's {@code clip_grad_norm_} total norm. They
     * are read from the device together.
     */
    public static double[] norms(NDManager manager, Collection<List<NDArray>> lists) {
        if (lists.isEmpty()) {
            return new double[0];
        }
        try (NDManager scratch = manager.newSubManager()) {
            NDList norms = new NDList();
            for (List<NDArray> xs : lists) {
                try (IValue result = OpsModule.run("global_norm", list(xs))) {
                    norms.add(result.toTensor((PtNDManager) scratch));
                }
            }
            float[] values = NDArrays.stack(norms).toFloatArray();
            return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        }
    }

    /** Whether each tensor lies in memory in row-major order without gaps. */
    public static boolean contiguous(List<NDArray> xs) {
        try (IValue dense = OpsModule.run("all_contiguous", list(xs))) {
            return dense.toBoolean();
        }
    }

    private static IValue list(List<NDArray> arrays) {
        return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    /**
     * Numbers of one AdamW step.
     *
     * @param lr learning rate of this step
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param eps added to the bias-corrected root
     * @param weightDecay decoupled decay, times {@code lr}
     */
    public record AdamWSettings(double lr, double beta1, double beta2, double eps, double weightDecay) {}
}
