package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against values worked by hand from the formulas. */
class ScheduleConfigTest {
    private static final Offset<Double> TIGHT = within(1e-12);

    @Test
    void linearDecay() {
        ScheduleConfig s = new ScheduleConfig.WarmupLinearDecay(5, OptionalInt.of(100), 0);
        assertThat(s.factor(0)).isEqualTo(0.2, TIGHT);
        assertThat(s.factor(4)).isEqualTo(1, TIGHT);
        assertThat(s.factor(5)).isEqualTo(1, TIGHT);
        assertThat(s.factor(24)).isEqualTo(0.8, TIGHT); // 76 / 95
        assertThat(s.factor(100)).isZero();
        assertThat(s.factor(Integer.MAX_VALUE)).isZero();
        assertThat(new ScheduleConfig.WarmupLinearDecay(5, OptionalInt.empty(), 0).factor(1_000_000))
                .isEqualTo(1);
        assertThat(new ScheduleConfig.WarmupLinearDecay(0, OptionalInt.of(4), 0).factor(1))
                .isEqualTo(0.75, TIGHT);
    }

    @Test
    void minLrIsAFloorButNeverRaisesAboveThePeak() {
        ScheduleConfig s = new ScheduleConfig.WarmupLinearDecay(0, OptionalInt.of(10), 1e-5);
        assertThat(s.rate(1e-3, 5)).isEqualTo(5e-4, TIGHT);
        assertThat(s.rate(1e-3, 20)).isEqualTo(1e-5, TIGHT);
        assertThat(s.rate(2e-6, 20)).isEqualTo(2e-6, TIGHT);
    }

    @Test
    void cosine() {
        ScheduleConfig s = new ScheduleConfig.WarmupCosine(10, 70, 1e-4);
        assertThat(s.factor(4)).isEqualTo(0.5, TIGHT);
        assertThat(s.factor(10)).isEqualTo(1, TIGHT);
        assertThat(s.factor(30)).isEqualTo(0.75, TIGHT); // (1 + cos 60 degrees) / 2
        assertThat(s.factor(40)).isEqualTo(0.5, TIGHT);
        assertThat(s.factor(50)).isEqualTo(0.25, TIGHT);
        assertThat(s.factor(99)).isEqualTo(0, TIGHT);
        assertThat(s.rate(1e-3, 40)).isEqualTo(5.5e-4, TIGHT); // halfway between 1e-3 and 1e-4
        assertThat(s.rate(1e-3, 99)).isEqualTo(1e-4, TIGHT);
        assertThat(s.rate(1e-3, 0)).isEqualTo(1e-4, TIGHT);
    }

    @Test
    void constant() {
        ScheduleConfig s = new ScheduleConfig.Constant(4);
        assertThat(s.factor(0)).isEqualTo(0.25, TIGHT);
        assertThat(s.factor(3)).isEqualTo(1);
        assertThat(s.factor(1_000_000)).isEqualTo(1);
        assertThat(s.minLr()).isZero();
        assertThat(new ScheduleConfig.Constant(0).factor(0)).isEqualTo(1);
    }

    /** DeepSpeed's gamma(t), one step late, with the first step at the optimizer's own rate. */
    @Test
    void reference() {
        ScheduleConfig s = new ScheduleConfig.ReferenceWarmupDecay(100, OptionalInt.of(300_000), 0);
        assertThat(s.factor(0)).isEqualTo(1);
        assertThat(s.factor(1)).isZero();
        assertThat(s.factor(2)).isEqualTo(0.151, within(5e-4));
        assertThat(s.factor(5)).isEqualTo(0.349, within(5e-4));
        assertThat(s.factor(10)).isEqualTo(0.5, TIGHT);
        assertThat(s.factor(50)).isEqualTo(0.849, within(5e-4));
        assertThat(s.factor(100)).isEqualTo(1, TIGHT);
        assertThat(s.rate(8e-4, 15_001)).isEqualTo(7.60e-4, within(5e-7));
        assertThat(s.rate(8e-4, 60_001)).isEqualTo(6.40e-4, within(5e-7));
        assertThat(s.rate(8e-4, 150_001)).isEqualTo(4.00e-4, within(5e-7));
        assertThat(s.factor(400_000)).isZero();
        assertThat(new ScheduleConfig.ReferenceWarmupDecay(2, OptionalInt.empty(), 1e-4).rate(1e-3, 1))
                .isEqualTo(1e-4, TIGHT);
    }
}
