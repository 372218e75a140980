package io.magma.nn;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.Optional;

/**
 * Affine map {@code y = x · Wᵀ + b}.
 *
 * <p>Shape: (…, in) to (…, out).
 *
 * @param weight (out, in)
 * @param bias (out), if any
 */
public record Linear(NDArray weight, Optional<NDArray> bias) {
    /** Takes {@code name.weight} (out, in) and {@code name.bias}. */
    public static Linear take(WeightSource source, String name, int in, int out, Initializer init) {
        NDArray weight = source.take(name + ".weight", init, out, in);
        return new Linear(weight, Optional.of(source.take(name + ".bias", Initializer.ZEROS, out)));
    }

    /** Takes {@code name.weight} (out, in) alone. */
    public static Linear takeUnbiased(WeightSource source, String name, int in, int out, Initializer init) {
        return new Linear(source.take(name + ".weight", init, out, in), Optional.empty());
    }

    /** Takes GPT-2's {@code Conv1D}: {@code name.weight} is stored as (in, out). */
    public static Linear takeTransposed(WeightSource source, String name, int in, int out, Initializer init) {
        NDArray weight = source.take(name + ".weight", init, in, out);
        return new Linear(weight.transpose(1, 0), Optional.of(source.take(name + ".bias", Initializer.ZEROS, out)));
    }

    /** Applies the map to (…, in). */
    public NDArray forward(NDArray x) {
        NDArray w = TorchOps.castLike(x, weight);
        return bias.isPresent() ? TorchOps.linear(x, w, TorchOps.castLike(x, bias.get())) : TorchOps.linear(x, w);
    }
}
