package io.magma.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives one tiny tensor to everybody and counts the elements that were asked for: shapes of billions cost nothing. */
public final class CountingWeights implements WeightSource {
    private final NDArray nothing;
    private final Map<String, Long> parameters = new LinkedHashMap<>();
    private long buffers;

    /** The tensor is owned by {@code manager}. */
    public CountingWeights(NDManager manager) {
        this.nothing = manager.create(0f);
    }

    @Override
    public NDArray take(String name, Initializer init, long... shape) {
        parameters.put(name, elements(shape));
        return nothing;
    }

    @Override
    public NDArray takeBuffer(String name, Initializer init, long... shape) {
        buffers += elements(shape);
        return nothing;
    }

    private static long elements(long... shape) {
        long product = 1;
        for (long side : shape) {
            product *= side;
        }
        return product;
    }

    @Override
    public boolean has(String name) {
        return false;
    }

    /** Elements of the parameters whose name begins so. */
    public long below(String prefix) {
        return parameters.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Elements of all parameters. */
    public long all() {
        return below("");
    }

    /** Elements of all buffers. */
    public long buffers() {
        return buffers;
    }
}
