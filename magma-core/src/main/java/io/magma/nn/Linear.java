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
 * @param weight W
 * @param bias (out), if any
 */
public record Linear(LinearWeight weight, Optional<NDArray> bias) {
    /** 64 MiB in float32: large enough for full speed, small beside any model whose vocabulary needs it. */
    private static final long SCORES_AT_ONCE = 1L << 24;

    /** Takes {@code name.weight} (out, in) and {@code name.bias}. */
    public static Linear take(WeightSource source, String name, int in, int out, Initializer init) {
        return biased(source, name, LinearWeight.take(source, name + ".weight", out, in, false, init), out);
    }

    /** Takes {@code name.weight} (out, in) alone. */
    public static Linear takeUnbiased(WeightSource source, String name, int in, int out, Initializer init) {
        return new Linear(LinearWeight.take(source, name + ".weight", out, in, false, init), Optional.empty());
    }

    /** Takes GPT-2's {@code Conv1D}: {@code name.weight} is stored as (in, out). */
    public static Linear takeTransposed(WeightSource source, String name, int in, int out, Initializer init) {
        return biased(source, name, LinearWeight.take(source, name + ".weight", out, in, true, init), out);
    }

    /**
     * Takes the head of a language model, {@code name.weight} (out, in) and, if {@code biased}, {@code name.bias}: never in 8 bits,
     * as in LLM.int8().
     */
    public static Linear takeHead(WeightSource source, String name, int in, int out, boolean biased, Initializer init) {
        LinearWeight weight = new LinearWeight.Dense(source.take(name + ".weight", init, out, in), false);
        return biased ? biased(source, name, weight, out) : new Linear(weight, Optional.empty());
    }

    /** A map whose weight is (out, in). */
    public Linear(NDArray weight, Optional<NDArray> bias) {
        this(new LinearWeight.Dense(weight, false), bias);
    }

    private static Linear biased(WeightSource source, String name, LinearWeight weight, int out) {
        return new Linear(weight, Optional.of(source.take(name + ".bias", Initializer.ZEROS, out)));
    }

    /** Applies the map to (…, in). */
    public NDArray forward(NDArray x) {
        return weight.map(x, bias);
    }

    /**
     * Sum of the cross-entropies, in nats, of this map's outputs as scores of classes, computed in chunks.
     *
     * @param x (N, in)
     * @param labels (N), each from 0 to out - 1
     */
    public NDArray crossEntropySum(NDArray x, NDArray labels) {
        NDArray w = weight.matrix(x);
        int rows = scoredRows((int) w.getShape().get(0));
        return LossOps.linearCrossEntropySum(x, w, bias.map(b -> TorchOps.castLike(x, b)), labels, rows);
    }

    /** Rows whose scores of so many classes are computed at a time. */
    public static int scoredRows(int classes) {
        return (int) Math.max(1, SCORES_AT_ONCE / classes);
    }
}
