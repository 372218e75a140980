package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.magma.config.OptimizerConfig;
import io.magma.torch.TensorLists;
import io.magma.torch.TensorLists.AdamWSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * AdamW with PyTorch's numerics: decoupled decay, epsilon after the bias-corrected root.
 *
 * <p>A parameter without a gradient is skipped until its first one; its step count starts there.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019</a>
 */
public final class AdamW implements SavedState, AutoCloseable {
    private final List<ParameterGroup> groups;
    private final OptimizerConfig config;
    private final NDManager manager;
    private final Map<String, Moments> moments = new LinkedHashMap<>();

    /**
     * Starts with moments of zero.
     *
     * @param parent manager below which the state lives until {@link #close}
     */
    public AdamW(List<ParameterGroup> groups, OptimizerConfig config, NDManager parent) {
        this.groups = List.copyOf(groups);
        this.config = config;
        this.manager = parent.newSubManager();
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, p) -> moments.put(name, Moments.zeros(manager, p)));
        }
    }

    /** The groups that are optimized. */
    public List<ParameterGroup> groups() {
        return groups;
    }

    /**
     * Updates every parameter that has a gradient, unless {@code guard} leaves the step out; nothing changes on the device then.
     *
     * @param rate from a group's peak learning rate to that of this step
     */
    public void step(Gradients gradients, DoubleUnaryOperator rate, UpdateGuard guard) {
        for (ParameterGroup group : groups) {
            Lists lists = new Lists();
            group.parameters().forEach((name, parameter) -> {
                Moments m = moments(name);
                gradients.of(name, parameter, m.started()).ifPresent(gradient -> {
                    lists.add(parameter, gradient, m);
                    moments.put(name, m.afterStep());
                });
            });
            if (!lists.parameters.isEmpty()) {
                lists.step(settings(group, rate), guard);
            }
        }
    }

    /** Names of the parameters that have taken part in no step yet, since no loss has used them. */
    public List<String> unused() {
        return moments.entrySet().stream()
                .filter(e -> !e.getValue().started())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Moments and step counts by name ({@code exp_avg.NAME}, {@code exp_avg_sq.NAME}, {@code step.NAME}); live, not copies. */
    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        moments.forEach((name, m) -> {
            state.put("exp_avg." + name, m.mean());
            state.put("exp_avg_sq." + name, m.variance());
            state.put("step." + name, m.step());
        });
        return state;
    }

    @Override
    public void stateRestored() {
        moments.replaceAll((name, m) ->
                new Moments(m.mean(), m.variance(), m.step(), m.step().getFloat() > 0));
    }

    private Moments moments(String name) {
        Moments m = moments.get(name);
        if (m == null) {
            throw new IllegalStateException("no optimizer state for " + name);
        }
        return m;
    }

    private AdamWSettings settings(ParameterGroup group, DoubleUnaryOperator rate) {
        return new AdamWSettings(
                rate.applyAsDouble(group.lr()),
                config.betas().get(0),
                config.betas().get(1),
                config.eps(),
                group.weightDecay());
    }

    @Override
    public void close() {
        manager.close();
    }

    /**
     * State of one parameter.
     *
     * @param step scalar, float32 as PyTorch's
     * @param started whether it has taken part in a step, which may have been left out
     */
    private record Moments(NDArray mean, NDArray variance, NDArray step, boolean started) {
        static Moments zeros(NDManager manager, NDArray p) {
            return new Moments(
                    manager.zeros(p.getShape(), DataType.FLOAT32, p.getDevice()),
                    manager.zeros(p.getShape(), DataType.FLOAT32, p.getDevice()),
                    manager.zeros(new Shape(), DataType.FLOAT32, p.getDevice()),
                    false);
        }

        Moments afterStep() {
            return started ? this : new Moments(mean, variance, step, true);
        }
    }

    /** The arguments of one fused call. */
    private static final class Lists {
        final List<NDArray> parameters = new ArrayList<>();
        final List<NDArray> gradients = new ArrayList<>();
        final List<NDArray> means = new ArrayList<>();
        final List<NDArray> variances = new ArrayList<>();
        final List<NDArray> steps = new ArrayList<>();

        void add(NDArray parameter, NDArray gradient, Moments m) {
            parameters.add(parameter);
            gradients.add(gradient);
            means.add(m.mean());
            variances.add(m.variance());
            steps.add(m.step());
        }

        void step(AdamWSettings settings, UpdateGuard guard) {
            TensorLists.adamW(parameters, gradients, means, variances, steps, settings, guard.skip());
        }
    }
}
