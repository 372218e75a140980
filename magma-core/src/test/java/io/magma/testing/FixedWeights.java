package io.magma.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives every tensor that is asked for, with the values of {@link FixedInit}. */
public final class FixedWeights implements WeightSource {
    private final NDManager manager;
    private final boolean trained;
    private final Map<String, NDArray> taken = new LinkedHashMap<>();

    /** Frozen weights, owned by {@code manager}. */
    public FixedWeights(NDManager manager) {
        this(manager, false);
    }

    /** Weights with or without gradients. */
    public FixedWeights(NDManager manager, boolean trained) {
        this.manager = manager;
        this.trained = trained;
    }

    @Override
    public NDArray take(String name, Initializer init, long... shape) {
        return taken.computeIfAbsent(name, n -> {
            NDArray tensor = HostData.floats(manager, FixedInit.values(n, shape), shape);
            tensor.setRequiresGradient(trained);
            Scope.release(tensor);
            return tensor;
        });
    }

    @Override
    public NDArray takeBuffer(String name, Initializer init, long... shape) {
        return take(name, init, shape);
    }

    @Override
    public boolean has(String name) {
        return taken.containsKey(name);
    }

    /** Everything taken so far, by name. */
    public Map<String, NDArray> taken() {
        return Collections.unmodifiableMap(taken);
    }
}
