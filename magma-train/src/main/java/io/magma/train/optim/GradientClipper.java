package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.DeviceScalars;
import io.magma.torch.TensorLists;

/**
 * Scales gradients down to a global norm: {@code g · min(1, max / (‖g‖ + 1e-6))}, as PyTorch's {@code clip_grad_norm_}.
 *
 * @param maxNorm norm of all gradients together; 0 means no clipping
 */
public record GradientClipper(double maxNorm) {
    private static final double EPSILON = 1e-6;

    public GradientClipper {
        if (!(maxNorm >= 0)) {
            throw new IllegalArgumentException("max norm must be at least 0, was " + maxNorm);
        }
    }

    /**
     * Clips in place; does nothing if the norm is not finite. The host does not wait for the norm.
     *
     * @param manager takes the norms
     * @return the norms before clipping
     */
    public DeviceNorms clip(Gradients gradients, NDManager manager) {
        DeviceNorms norms = gradients.norms(manager);
        if (maxNorm > 0 && !norms.parts().isEmpty()) {
            try (NDArray coefficient = DeviceScalars.clipCoefficient(manager, norms.values(), maxNorm, EPSILON)) {
                TensorLists.scale(gradients.arrays(), coefficient);
            }
        }
        return norms;
    }
}
