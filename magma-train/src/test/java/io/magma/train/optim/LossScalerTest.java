package io.magma.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.magma.torch.TorchOps;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rule of dynamic loss scaling. */
class LossScalerTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void anOverflowHalvesAndCleanStepsInARowDouble() {
        LossScaler scaler = LossScaler.dynamic(manager, 8, 3);
        assertThat(scaler.accepts(false)).isFalse();
        assertThat(scaler.scale()).isEqualTo(4);
        assertThat(scaler.accepts(true)).isTrue();
        assertThat(scaler.accepts(true)).isTrue();
        assertThat(scaler.accepts(false)).isFalse();
        assertThat(scaler.scale()).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
            assertThat(scaler.scale()).isEqualTo(2);
            scaler.accepts(true);
        }
        assertThat(scaler.scale()).isEqualTo(4);
        assertThat(scaler.skipped()).isEqualTo(2);
    }

    @Test
    void whatIsNotFiniteUnscaledIsNoOverflow() {
        LossScaler scaler = LossScaler.dynamic(manager, 2, 10);
        scaler.accepts(false);
        assertThatThrownBy(() -> scaler.accepts(false)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void goesOnFromASavedState() {
        LossScaler first = LossScaler.dynamic(manager, 64, 2);
        first.accepts(false);
        first.accepts(true);
        LossScaler second = LossScaler.dynamic(manager, 1, 2);
        first.state()
                .forEach((name, tensor) ->
                        TorchOps.copyInto(Objects.requireNonNull(second.state().get(name)), tensor));
        second.stateRestored();
        second.accepts(true);
        assertThat(second.scale()).isEqualTo(64);
        assertThat(second.skipped()).isEqualTo(1);
        assertThat(LossScaler.off().state()).isEmpty();
    }
}
