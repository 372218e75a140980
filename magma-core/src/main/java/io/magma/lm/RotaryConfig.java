package io.magma.lm;

import java.util.Optional;

/**
 * Rotary position embedding.
 *
 * @param dim R, rotated dimensions of a head; even
 * @param theta base of the frequencies
 * @param interleaved whether neighbouring dimensions are paired (GPT-J) instead of i with i + R/2
 * @param scaling stretching of long contexts, if any
 */
public record RotaryConfig(int dim, double theta, boolean interleaved, Optional<Scaling> scaling) {
    /** Frequencies {@code theta^(-2i/R)}, scaled; R/2 numbers in radians a token. */
    public double[] frequencies() {
        double[] f = new double[dim / 2];
        for (int i = 0; i < f.length; i++) {
            double base = 1 / Math.pow(theta, 2.0 * i / dim);
            f[i] = scaling.isPresent() ? scaling.get().apply(base) : base;
        }
        return f;
    }

    /** Rule that lowers frequencies so that a model reaches beyond the context it was trained with. */
    public sealed interface Scaling {
        /** The scaled frequency. */
        double apply(double frequency);
    }

    /**
     * Position interpolation, Chen et al. 2023.
     *
     * @param factor divisor of every frequency
     */
    public record Linear(double factor) implements Scaling {
        @Override
        public double apply(double frequency) {
            return frequency / factor;
        }
    }

    /**
     * LLaMA 3.1's rule, as transformers' {@code _compute_llama3_parameters}: long waves are divided, short ones kept, the
     * band between blended.
     *
     * @param factor divisor of long waves
     * @param lowFreqFactor upper end of the band, in waves within the old context
     * @param highFreqFactor lower end of the band, likewise
     * @param originalMaxPositions context the model was trained with, tokens
     */
    public record Llama3(double factor, double lowFreqFactor, double highFreqFactor, double originalMaxPositions)
            implements Scaling {
        @Override
        public double apply(double frequency) {
            double wavelength = 2 * Math.PI / frequency;
            if (wavelength < originalMaxPositions / highFreqFactor) {
                return frequency;
            }
            if (wavelength > originalMaxPositions / lowFreqFactor) {
                return frequency / factor;
            }
            double smooth = (originalMaxPositions / wavelength - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
            return (1 - smooth) * frequency / factor + smooth * frequency;
        }
    }
}
