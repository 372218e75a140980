package io.magma.train.optim;

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
     * Clips in place; does nothing if the norm is not finite.
     *
     * @return the norms before clipping
     */
    public GradientNorms clip(Gradients gradients) {
        GradientNorms norms = gradients.norms();
        double norm = norms.total();
        double coefficient = maxNorm / (norm + EPSILON);
        if (maxNorm > 0 && coefficient < 1 && Double.isFinite(norm)) {
            TensorLists.scale(gradients.arrays(), coefficient);
        }
        return norms;
    }
}
