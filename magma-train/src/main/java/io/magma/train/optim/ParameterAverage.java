package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.DeviceScalars;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TensorLists;
import io.magma.torch.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Exponential moving average of trained parameters: {@code a ← a + (1 - d)(p - a)} after every step, where d grows with the n steps
 * taken, {@code min(decay, (1 + n) / (10 + n))}, so that the start is soon forgotten.
 *
 * @see <a href="https://doi.org/10.1137/0330046">Polyak and Juditsky 1992</a>
 */
public final class ParameterAverage implements SavedState, AutoCloseable {
    /** What the averages are called in a checkpoint, before the parameter's own name. */
    public static final String PREFIX = "ema.";

    private static final String STEPS = "ema_steps";

    private final NDManager manager;
    private final List<NDArray> parameters;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private final NDArray steps;
    private final double decay;

    /**
     * Begins at the parameters' values.
     *
     * @param decay above 0 and below 1
     */
    public ParameterAverage(Map<String, NDArray> parameters, double decay, NDManager parent) {
        this.manager = parent.newSubManager();
        this.parameters = List.copyOf(parameters.values());
        this.decay = decay;
        parameters.forEach((name, parameter) -> {
            NDArray average = TorchOps.contiguous(parameter.stopGradient());
            average.attach(manager);
            Scope.release(average);
            averages.put(name, average);
        });
        this.steps = HostData.floats(manager, new float[1], 1);
    }

    /** Takes a step of the parameters in, unless {@code guard} has left it out; the host does not wait to know. */
    public void update(UpdateGuard guard) {
        try (NDArray weight = DeviceScalars.averageWeight(manager, steps, decay, guard.skip())) {
            TensorLists.lerp(List.copyOf(averages.values()), parameters, weight);
        }
    }

    /** Runs {@code body} with the averages in the parameters' place, which have their own values again afterwards. */
    public <T> T within(Supplier<T> body) {
        swap();
        try {
            return body.get();
        } finally {
            swap();
        }
    }

    private void swap() {
        int i = 0;
        for (NDArray average : averages.values()) {
            NDArray parameter = parameters.get(i++);
            try (NDArray before = TorchOps.contiguous(parameter.stopGradient())) {
                TorchOps.copyInto(parameter, average);
                TorchOps.copyInto(average, before);
            }
        }
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        averages.forEach((name, average) -> state.put(PREFIX + name, average));
        state.put(STEPS, steps);
        return state;
    }

    @Override
    public void stateRestored() {
        // All of the state is in the arrays.
    }

    @Override
    public void close() {
        manager.close();
    }
}
