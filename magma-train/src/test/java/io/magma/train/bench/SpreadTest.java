package io.magma.train.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void quartilesAreThoseOfNumpy() {
        // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0.5, 0.25, 0.75])
        assertThat(Spread.of(3, 1, 4, 1, 5, 9, 2, 6)).isEqualTo(new Spread(3.5, 1.75, 5.25, 8));
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7, 1));
        assertThatThrownBy(() -> Spread.of()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMachineIsReadFromTheKernelsTables() {
        List<String> lines = List.of("processor\t: 0", "model name\t: Some CPU: 2 GHz", "model name\t: another");
        assertThat(Machine.value(lines, "model name")).contains("Some CPU: 2 GHz");
        assertThat(Machine.value(lines, "MemTotal")).isEmpty();
    }
}
