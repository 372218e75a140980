package io.magma.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.HostData;
import io.magma.torch.TorchOps;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The moving average against its formula. */
class ParameterAverageTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final UpdateGuard guard = UpdateGuard.lasting(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void followsTheFormulaAndGivesTheParametersBack() {
        NDArray p = HostData.floats(manager, new float[] {1, -2}, 2);
        p.setRequiresGradient(true);
        ParameterAverage average = new ParameterAverage(Map.of("p", p), 0.25, manager);
        double a = 1;
        double b = -2;
        for (int n = 1; n <= 5; n++) {
            TorchOps.copyInto(p, HostData.floats(manager, new float[] {1 + n, n * n}, 2));
            average.update(guard);
            // 2/11 and 3/12 are below the decay or at it, from the third step on it is the decay.
            double d = Math.min(0.25, (1.0 + n) / (10 + n));
            a += (1 - d) * (1 + n - a);
            b += (1 - d) * (n * n - b);
        }
        float[] inside = average.within(p::toFloatArray);
        assertThat((double) inside[0]).isCloseTo(a, within(1e-5));
        assertThat((double) inside[1]).isCloseTo(b, within(1e-5));
        assertThat(p.toFloatArray()).containsExactly(6, 25);
        assertThat(average.state()).containsOnlyKeys("ema.p", "ema_steps");
    }

    @Test
    void goesOnFromASavedState() {
        NDArray p = HostData.floats(manager, new float[] {4}, 1);
        ParameterAverage first = new ParameterAverage(Map.of("p", p), 0.9, manager);
        ParameterAverage second = new ParameterAverage(Map.of("p", p), 0.9, manager);
        TorchOps.copyInto(p, HostData.floats(manager, new float[] {8}, 1));
        first.update(guard);
        first.state()
                .forEach((name, tensor) ->
                        TorchOps.copyInto(Objects.requireNonNull(second.state().get(name)), tensor));
        second.stateRestored();
        TorchOps.copyInto(p, HostData.floats(manager, new float[] {3}, 1));
        first.update(guard);
        second.update(guard);
        assertThat(second.within(p::toFloatArray)).isEqualTo(first.within(p::toFloatArray));
    }
}
