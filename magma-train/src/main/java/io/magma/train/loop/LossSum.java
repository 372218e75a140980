package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import io.magma.torch.Loss;
import java.util.Map;

/**
 * Loss of a micro-batch, summed over its targets.
 *
 * @param sum in nats
 * @param count targets that were summed over
 * @param extras further sums over the targets, scalars on the device, whose means are metrics of these names
 */
public record LossSum(Loss sum, long count, Map<String, NDArray> extras) {
    public LossSum {
        extras = Map.copyOf(extras);
    }

    /** Without extras. */
    public LossSum(Loss sum, long count) {
        this(sum, count, Map.of());
    }

    /** The scalar at the end of an ordinary graph, without extras. */
    public LossSum(NDArray sum, long count) {
        this(Loss.ofGraph(sum), count);
    }
}
