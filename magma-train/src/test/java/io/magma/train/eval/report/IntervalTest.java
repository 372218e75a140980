package io.magma.train.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IntervalTest {
    /** The mean of many is about normal: 1.96 sqrt(p (1 - p) / n) to each side. */
    @Test
    void agreesWithTheNormalDistributionForManyItems() {
        double[] scores = new double[2000];
        Arrays.fill(scores, 0, 600, 1);

        Interval interval = Interval.ofMean(scores);

        double half = 1.96 * Math.sqrt(0.3 * 0.7 / scores.length);
        assertThat(interval.low()).isCloseTo(0.3 - half, within(0.003));
        assertThat(interval.high()).isCloseTo(0.3 + half, within(0.003));
        assertThat(Interval.ofMean(scores)).isEqualTo(interval);
    }

    @Test
    void equalScoresLeaveNoDoubt() {
        assertThat(Interval.ofMean(new double[] {0.5, 0.5})).isEqualTo(new Interval(0.5, 0.5));
    }
}
