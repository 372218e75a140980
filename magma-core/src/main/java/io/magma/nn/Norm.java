package io.magma.nn;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;

/** Normalisation over the last dimension: (…, D) to (…, D). */
public sealed interface Norm {
    /** Applies the norm. */
    NDArray forward(NDArray x);

    /** Takes a layer norm: {@code name.weight} and {@code name.bias}. */
    static Norm takeLayer(WeightSource source, String name, int size, double eps) {
        return new Layer(
                source.take(name + ".weight", Initializer.ONES, size),
                source.take(name + ".bias", Initializer.ZEROS, size),
                eps);
    }

    /** Takes a root-mean-square norm: {@code name.weight}. */
    static Norm takeRms(WeightSource source, String name, int size, double eps) {
        return new Rms(source.take(name + ".weight", Initializer.ONES, size), eps);
    }

    /**
     * Layer norm, Ba et al. 2016.
     *
     * @param weight (D)
     * @param bias (D)
     * @param eps added to the variance
     */
    record Layer(NDArray weight, NDArray bias, double eps) implements Norm {
        @Override
        public NDArray forward(NDArray x) {
            return TorchOps.layerNorm(x, TorchOps.castLike(x, weight), TorchOps.castLike(x, bias), eps);
        }
    }

    /**
     * Root-mean-square norm, Zhang and Sennrich 2019.
     *
     * @param weight (D)
     * @param eps added to the mean square
     */
    record Rms(NDArray weight, double eps) implements Norm {
        @Override
        public NDArray forward(NDArray x) {
            return TorchOps.rmsNorm(x, TorchOps.castLike(x, weight), eps);
        }
    }
}
