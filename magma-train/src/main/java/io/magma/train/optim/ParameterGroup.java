package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trainable tensors that share a peak learning rate and a weight decay.
 *
 * @param name what the table at the start of a run calls it
 * @param parameters tensors by name, in model order
 * @param lr peak learning rate; greater than 0
 * @param weightDecay decoupled decay; at least 0
 */
public record ParameterGroup(String name, Map<String, NDArray> parameters, double lr, double weightDecay) {
    public ParameterGroup {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Number of elements of all tensors together. */
    public long elements() {
        return parameters.values().stream().mapToLong(NDArray::size).sum();
    }
}
