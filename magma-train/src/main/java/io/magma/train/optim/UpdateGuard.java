package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.DeviceScalars;
import java.util.List;

/**
 * Leaves out the update of a step whose loss or gradient is not finite. That is decided on the device, so that the host may hand
 * over further steps before it knows: a flag goes into every update and makes it change nothing.
 */
public final class UpdateGuard {
    private final NDArray skip;
    private final boolean lasting;

    private UpdateGuard(NDManager manager, boolean lasting) {
        this.skip = manager.zeros(new Shape(), DataType.FLOAT32);
        this.lasting = lasting;
    }

    /**
     * All steps after the first that is left out are left out too, so that the state stays what it was before it.
     *
     * @param manager of the parameters; owns the flag
     */
    public static UpdateGuard lasting(NDManager manager) {
        return new UpdateGuard(manager, true);
    }

    /**
     * Each step is decided on its own, as with loss scaling, where overflows are expected.
     *
     * @param manager of the parameters; owns the flag
     */
    public static UpdateGuard eachStep(NDManager manager) {
        return new UpdateGuard(manager, false);
    }

    /** Begins a step with the losses of this process. */
    public void begin(List<NDArray> losses) {
        DeviceScalars.raiseIfNotFinite(skip, losses, lasting);
    }

    /** Takes the norms of the gradients of all processes in; the flag was summed over the processes with the gradients. */
    public void include(DeviceNorms norms) {
        DeviceScalars.raiseIfNotFinite(skip, List.of(norms.values()), true);
    }

    /** Scalar in float32 on the device: 1 if the step is left out, else 0. */
    NDArray skip() {
        return skip;
    }
}
