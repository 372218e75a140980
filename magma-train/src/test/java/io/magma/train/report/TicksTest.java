package io.magma.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    @ParameterizedTest
    @CsvSource({
        "0, 10, 5, 0 2 4 6 8 10",
        "0.97, 1.43, 5, 1.0 1.1 1.2 1.3 1.4",
        "1, 4000, 5, 1000 2000 3000 4000",
        "0, 30000, 3, 0 10k 20k 30k",
        "0, 0.0008, 5, 0 2.0e-4 4.0e-4 6.0e-4 8.0e-4",
        "-3, 3, 3, -2 0 2"
    })
    void areRoundNumbersWithinTheRange(double low, double high, int wanted, String expected) {
        Ticks ticks = Ticks.within(low, high, wanted);

        assertThat(String.join(
                        " ",
                        Arrays.stream(ticks.values()).mapToObj(ticks::shown).toList()))
                .isEqualTo(expected);
    }

    @Test
    void smoothingStartsAtTheFirstValueAndKeepsConstants() {
        Curve curve = new Curve(new double[] {1, 2, 3}, new double[] {4, 4, 8});

        double[] smooth = curve.smoothed(0.5).values();

        // (0.25 * 4 / 2 + ...): weights 1, 2, 4 over 7 from the oldest.
        assertThat(smooth).containsExactly(new double[] {4, 4, (4 + 2 * 4 + 4 * 8) / 7.0}, offset(1e-12));
    }

    @Test
    void thinningKeepsMeans() {
        Curve curve = new Curve(new double[] {1, 2, 3, 4}, new double[] {0, 2, 10, 20}).thinned(2);

        assertThat(curve.steps()).containsExactly(2, 4);
        assertThat(curve.values()).containsExactly(1, 15);
    }
}
