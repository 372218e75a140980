package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Loss of a micro-batch, summed over its targets.
 *
 * @param sum scalar in nats, with its autograd graph
 * @param count targets that were summed over
 * @param extras further means over the targets, by name of the metric
 */
public record LossSum(NDArray sum, long count, Map<String, Double> extras) {
    public LossSum {
        extras = Map.copyOf(extras);
    }

    /** Without extras. */
    public LossSum(NDArray sum, long count) {
        this(sum, count, Map.of());
    }
}
