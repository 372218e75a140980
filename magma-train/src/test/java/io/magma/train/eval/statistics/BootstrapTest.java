package io.magma.train.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void aMeanOfManyHasTheIntervalOfTheNormalDistribution() {
        double[] values = new double[400];
        Arrays.fill(values, 0, 100, 1);

        ConfidenceInterval interval = new Bootstrap(4000, 1).mean(values);

        // 0.25 plus or minus 1.96 sqrt(0.25 * 0.75 / 400)
        assertThat(interval.low()).isEqualTo(0.25 - 0.04244, offset(0.004));
        assertThat(interval.high()).isEqualTo(0.25 + 0.04244, offset(0.004));
        assertThat(new Bootstrap(4000, 1).mean(values)).isEqualTo(interval);
        double[] uneven = {0.1, 0.23, 0.37, 0.51, 0.92};
        assertThat(new Bootstrap(100, 1).mean(uneven)).isNotEqualTo(new Bootstrap(100, 2).mean(uneven));
    }

    @Test
    void countsAddUpAndGiveTheSameKindOfInterval() {
        double[] values = {0, 0, 1, 1, 1, 0, 1, 1, 1, 1};
        ConfidenceInterval interval = new Bootstrap(2000, 3).of(values.length, counts -> {
            assertThat(Arrays.stream(counts).sum()).isEqualTo(values.length);
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += counts[i] * values[i];
            }
            return sum / values.length;
        });

        assertThat(interval.low()).isEqualTo(0.4, offset(1e-9));
        assertThat(interval.high()).isEqualTo(1, offset(0.1));
        assertThat(new Bootstrap(5, 0).of(3, counts -> Double.NaN).low()).isNaN();
    }

    @Test
    void quantilesBetweenOrderStatistics() {
        double[] sorted = {1, 2, 4, 8};
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3);
        assertThat(Bootstrap.quantile(sorted, 0.025)).isEqualTo(1.075, offset(1e-12));
        assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(8);
    }
}
