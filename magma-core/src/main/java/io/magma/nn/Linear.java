package io.magma.nn;

import ai.djl.ndarray.NDArray;
import io.magma.torch.LossOps;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.Optional;

/**
 * Affine map {@code y = x · Wᵀ + b}.
 *
 * <p>Shape: (…, in) to (…, out).
 *
 * @param weight (out, in), or (in, out) if {@code transposed}
 * @param bias (out), if any
 * @param transposed whether the weight is stored as GPT-2's {@code Conv1D} stores it
 */
public record Linear(NDArray weight, Optional<NDArray> bias, boolean transposed) {
    /** 64 MiB in float32: large enough for full speed, small beside any model whose vocabulary needs it. */
    private static final long SCORES_AT_ONCE = 1L << 24;

    /** Takes {@code name.weight} (out, in) and {@code name.bias}. */
    public static Linear take(WeightSource source, String name, int in, int out, Initializer init) {
        NDArray weight = source.take(name + ".weight", init, out, in);
        return new Linear(weight, Optional.of(source.take(name + ".bias", Initializer.ZEROS, out)));
    }

    /** Takes {@code name.weight} (out, in) alone. */
    public static Linear takeUnbiased(WeightSource source, String name, int in, int out, Initializer init) {
        return new Linear(source.take(name + ".weight", init, out, in), Optional.empty());
    }

    /** A map whose weight is (out, in). */
    public Linear(NDArray weight, Optional<NDArray> bias) {
        this(weight, bias, false);
    }

    /** Takes GPT-2's {@code Conv1D}: {@code name.weight} is stored as (in, out). */
    public static Linear takeTransposed(WeightSource source, String name, int in, int out, Initializer init) {
        NDArray weight = source.take(name + ".weight", init, in, out);
        return new Linear(weight, Optional.of(source.take(name + ".bias", Initializer.ZEROS, out)), true);
    }

    /** Applies the map to (…, in). */
    public NDArray forward(NDArray x) {
        NDArray w = weightFor(x);
        return bias.isPresent() ? TorchOps.linear(x, w, TorchOps.castLike(x, bias.get())) : TorchOps.linear(x, w);
    }

    /**
     * Sum of the cross-entropies, in nats, of this map's outputs as scores of classes, computed in chunks.
     *
     * @param x (N, in)
     * @param labels (N), each from 0 to out - 1
     */
    public NDArray crossEntropySum(NDArray x, NDArray labels) {
        NDArray w = weightFor(x);
        int rows = scoredRows((int) w.getShape().get(0));
        return LossOps.linearCrossEntropySum(x, w, bias.map(b -> TorchOps.castLike(x, b)), labels, rows);
    }

    /** Rows whose scores of so many classes are computed at a time. */
    public static int scoredRows(int classes) {
        return (int) Math.max(1, SCORES_AT_ONCE / classes);
    }

    private NDArray weightFor(NDArray x) {
        NDArray cast = TorchOps.castLike(x, weight);
        // Turned here and not once at loading: a view made while autograd is off passes no gradient on.
        return transposed ? cast.transpose(1, 0) : cast;
    }
}
