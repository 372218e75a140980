package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * Decisions of an optimizer step as scalars on the device, outside autograd, so that the host need not wait for the numbers they
 * depend on.
 */
public final class DeviceScalars {
    private DeviceScalars() {}

    /**
     * What gradients are multiplied with so that their norm is at most {@code maxNorm}: {@code min(1, maxNorm / (‖n‖ + eps))},
     * worked out in float64; 1 if a norm is not finite.
     *
     * @param manager takes the result
     * @param norms of parts of the gradients
     * @return scalar in float32
     */
    public static NDArray clipCoefficient(NDManager manager, NDArray norms, double maxNorm, double eps) {
        try (IValue coefficient = OpsModule.run(
                "clip_coefficient", IValue.from((PtNDArray) norms), IValue.from(maxNorm), IValue.from(eps))) {
            return coefficient.toTensor((PtNDManager) manager);
        }
    }

    /**
     * Raises a flag if an element of {@code xs} is NaN or infinite.
     *
     * @param flag scalar in float32, overwritten: 1 if raised, else 0; anything above 0 counts as raised before
     * @param keep whether it stays raised if it was before
     */
    public static void raiseIfNotFinite(NDArray flag, List<NDArray> xs, boolean keep) {
        OpsModule.run("raise_flag", IValue.from((PtNDArray) flag), TensorLists.list(xs), IValue.from(keep))
                .close();
    }

    /**
     * Counts a step n and tells how far a moving average goes towards its newest value in it: {@code 1 - min(decay, (1 + n) / (10
     * + n))}, worked out in float64.
     *
     * @param manager takes the result
     * @param steps one element in float32: the number of steps before this one, which is counted
     * @param skip scalar in float32: 1 counts nothing and gives 0
     * @return scalar in float32
     */
    public static NDArray averageWeight(NDManager manager, NDArray steps, double decay, NDArray skip) {
        try (IValue weight = OpsModule.run(
                "average_weight", IValue.from((PtNDArray) steps), IValue.from(decay), IValue.from((PtNDArray) skip))) {
            return weight.toTensor((PtNDManager) manager);
        }
    }
}
