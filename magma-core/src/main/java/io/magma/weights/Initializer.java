package io.magma.weights;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Start values of a tensor that no file provides. */
@FunctionalInterface
public interface Initializer {
    Initializer ZEROS = (values, shape, random) -> Arrays.fill(values, 0f);
    Initializer ONES = (values, shape, random) -> Arrays.fill(values, 1f);

    /**
     * MAGMA's adapter start: N(0, 1e-3) clamped to two deviations, weights and biases alike.
     *
     * @see <a href="https://arxiv.org/abs/2112.05253">Eichenberg et al. 2022, section 3</a>
     */
    Initializer ADAPTER = (values, shape, random) -> {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(-2e-3, Math.min(2e-3, random.nextGaussian() * 1e-3));
        }
    };

    /**
     * Fills {@code values}, the elements of a tensor of {@code shape} in row-major order.
     *
     * @param random drawn from in order; depends only on the seed of the run and the tensor's name
     */
    void fill(float[] values, long[] shape, SplittableRandom random);

    /** N(0, deviation). */
    static Initializer normal(double deviation) {
        return (values, shape, random) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * deviation);
            }
        };
    }

    /** U(-1/√fanIn, 1/√fanIn): torch's default for {@code nn.Linear} and {@code nn.Conv2d}, weight and bias. */
    static Initializer uniformFanIn(int fanIn) {
        double bound = 1 / Math.sqrt(fanIn);
        return (values, shape, random) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-bound, bound);
            }
        };
    }

    /** N(0, √(2/fanOut)): He et al. 2015 for convolutions followed by ReLU; shape (out, in, kh, kw). */
    static Initializer kaimingFanOut() {
        return (values, shape, random) -> {
            long fanOut = shape[0];
            for (int i = 2; i < shape.length; i++) {
                fanOut *= shape[i];
            }
            normal(Math.sqrt(2.0 / fanOut)).fill(values, shape, random);
        };
    }
}
