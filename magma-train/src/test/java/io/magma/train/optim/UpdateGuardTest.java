package io.magma.train.optim;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.config.OptimizerConfig;
import io.magma.config.OptimizerType;
import io.magma.torch.Autograd;
import io.magma.train.distributed.SingleProcess;
import io.magma.train.distributed.ThreadCollective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step that is not finite changes nothing: neither parameters nor moments, step counts and moving average. */
class UpdateGuardTest {
    private static final OptimizerConfig CONFIG = new OptimizerConfig(
            OptimizerType.ADAMW, 0.1, OptionalDouble.empty(), List.of(0.9, 0.95), 1e-8, 0.01, 0, 1.0);
    private static final GradientClipper CLIPPER = new GradientClipper(1);

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final Map<String, NDArray> parameters = parameters(manager);
    private final AdamW optimizer = new AdamW(ParameterGroups.of(parameters, CONFIG), CONFIG, manager);
    private final ParameterAverage average = new ParameterAverage(parameters, 0.5, manager);

    private static Map<String, NDArray> parameters(NDManager manager) {
        // Long enough that libtorch takes its vectorised way, with a rest.
        NDArray p = manager.arange(0f, 1003f, 1f);
        p.setRequiresGradient(true);
        return Map.of("a.weight", p);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private void step(UpdateGuard guard, float loss, float gradient) {
        parameters
                .values()
                .forEach(p -> Autograd.backward(
                        Autograd.recording(() -> p.mul(gradient).sum()), 1));
        guard.begin(List.of(manager.create(loss)));
        try (Gradients gradients = Gradients.reduce(manager, parameters, guard, SingleProcess.INSTANCE)) {
            guard.include(CLIPPER.clip(gradients, manager));
            optimizer.step(gradients, peak -> peak, guard);
            average.update(guard);
        }
        Gradients.zero(parameters.values());
    }

    private Map<String, float[]> numbers() {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        parameters.forEach((name, p) -> numbers.put(name, p.toFloatArray()));
        optimizer.state().forEach((name, tensor) -> numbers.put(name, tensor.toFloatArray()));
        average.state().forEach((name, tensor) -> numbers.put(name, tensor.toFloatArray()));
        return numbers;
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    @Test
    void aLastingGuardLeavesOutAllStepsFromTheFirst() {
        UpdateGuard guard = UpdateGuard.lasting(manager);
        step(guard, 2, 1);
        step(guard, 2, 1);
        Map<String, float[]> before = numbers();
        assertThat(before.get("step.a.weight")).containsExactly(2);
        assertThat(before.get("ema_steps")).containsExactly(2);
        step(guard, Float.NaN, 1);
        assertSame(numbers(), before);
        step(guard, 2, 1);
        assertSame(numbers(), before);
    }

    @Test
    void aGradientThatOverflowsIsLeftOutToo() {
        for (float gradient : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 3e38f}) {
            UpdateGuard guard = UpdateGuard.lasting(manager);
            step(guard, 2, 1);
            Map<String, float[]> before = numbers();
            step(guard, 2, gradient); // the square of the last is beyond float32, so that its norm is infinite
            assertSame(numbers(), before);
        }
    }

    @Test
    void withLossScalingEachStepIsOnItsOwn() {
        UpdateGuard guard = UpdateGuard.eachStep(manager);
        step(guard, 2, 1);
        Map<String, float[]> before = numbers();
        step(guard, Float.POSITIVE_INFINITY, 1);
        assertSame(numbers(), before);
        step(guard, 2, 1);
        assertThat(numbers().get("step.a.weight")).containsExactly(2);
        assertThat(numbers().get("a.weight")).isNotEqualTo(before.get("a.weight"));
    }

    @Test
    void allRanksLeaveOutWhatIsNotFiniteOnOne() throws Exception {
        List<Float> flags = ThreadCollective.run(3, collective -> {
            try (NDManager own = NDManager.newBaseManager("PyTorch")) {
                Map<String, NDArray> p = parameters(own);
                UpdateGuard guard = UpdateGuard.eachStep(own);
                p.values().forEach(x -> Autograd.backward(Autograd.recording(() -> x.sum()), 1));
                guard.begin(collective.rank() == 0 ? List.of() : List.of(own.create(1f / (collective.rank() - 1))));
                try (Gradients gradients = Gradients.reduce(own, p, guard, collective)) {
                    guard.include(new DeviceNorms(List.of("a"), own.ones(new Shape(1))));
                    assertThat(gradients.arrays()).hasSize(1);
                }
                return Objects.requireNonNull(guard.skip()).getFloat();
            }
        });
        assertThat(flags).containsExactly(1f, 1f, 1f);
    }
}
