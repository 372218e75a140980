package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Operators over many tensors in one call, outside autograd: what an optimizer step needs. */
public final class TensorLists {
    private TensorLists() {}

    /**
     * One step of AdamW, in place, with PyTorch's numerics (epsilon after the bias-corrected root); none where {@code skip}
     * says so.
     *
     * @param params float32 tensors to update
     * @param grads their gradients
     * @param means first moments
     * @param variances second moments
     * @param steps scalars: the number of steps before this one, which is counted
     * @param skip scalar on the same device: 1 leaves all tensors, the counts too, as they are, 0 takes the step
     */
    public static void adamW(
            List<NDArray> params,
            List<NDArray> grads,
            List<NDArray> means,
            List<NDArray> variances,
            List<NDArray> steps,
            AdamWSettings settings,
            NDArray skip) {
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
                        IValue.from(settings.eps()),
                        IValue.from((PtNDArray) skip))
                .close();
    }

    /** Multiplies each tensor in place. */
    public static void scale(List<NDArray> xs, double factor) {
        OpsModule.run("scale_all", list(xs), IValue.from(factor)).close();
    }

    /** Multiplies each tensor in place by a float32 scalar of its device. */
    public static void scale(List<NDArray> xs, NDArray factor) {
        OpsModule.run("scale_all_by", list(xs), IValue.from((PtNDArray) factor)).close();
    }

    /** Moves each tensor in place by {@code weight}, a float32 scalar of its device, of its way towards the other of its place. */
    public static void lerp(List<NDArray> xs, List<NDArray> towards, NDArray weight) {
        OpsModule.run("lerp_all", list(xs), list(towards), IValue.from((PtNDArray) weight))
                .close();
    }

    /**
     * Euclidean norms, one a list, of all elements of all its tensors together: torch's {@code clip_grad_norm_} total norm.
     *
     * @param manager takes the result
     * @return (lists) in float32
     */
    public static NDArray norms(NDManager manager, Collection<List<NDArray>> lists) {
        try (NDManager scratch = manager.newSubManager()) {
            List<NDArray> norms = new ArrayList<>();
            for (List<NDArray> xs : lists) {
                try (IValue result = OpsModule.run("global_norm", list(xs))) {
                    norms.add(result.toTensor((PtNDManager) scratch));
                }
            }
            return pack(manager, norms);
        }
    }

    /**
     * All elements of all tensors, one after the other.
     *
     * @param manager takes the result
     * @return (elements) in float32
     */
    public static NDArray pack(NDManager manager, List<NDArray> xs) {
        if (xs.isEmpty()) {
            return manager.zeros(new Shape(0));
        }
        try (IValue packed = OpsModule.run("pack", list(xs))) {
            return packed.toTensor((PtNDManager) manager);
        }
    }

    /** Whether each tensor lies in memory in row-major order without gaps. */
    public static boolean contiguous(List<NDArray> xs) {
        try (IValue dense = OpsModule.run("all_contiguous", list(xs))) {
            return dense.toBoolean();
        }
    }

    static IValue list(List<NDArray> arrays) {
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
