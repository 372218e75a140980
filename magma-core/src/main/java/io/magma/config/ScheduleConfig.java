package io.magma.config;

import java.util.OptionalInt;

/**
 * Learning rate over the optimizer steps; {@code type} names the variant.
 *
 * <p>All are pure functions of the step, so that a resumed run continues exactly.
 */
public sealed interface ScheduleConfig {
    /** Rate below which the schedule does not fall; at least 0. */
    double minLr();

    /**
     * Multiplier of the peak rate.
     *
     * @param step optimizer step, from 0
     * @return 0 to 1
     */
    double factor(int step);

    /**
     * Learning rate of a parameter group.
     *
     * @param peak peak rate of the group; greater than 0
     * @param step optimizer step, from 0
     * @return {@code peak * factor(step)}, but not below {@code minLr()} (or {@code peak}, if that is lower)
     */
    default double rate(double peak, int step) {
        return Math.max(Math.min(minLr(), peak), peak * factor(step));
    }

    /**
     * Linear warmup, then linear decay: {@code (s + 1) / w}, then {@code (d - s) / (d - w)}, not below 0.
     *
     * @param warmupSteps steps of the linear rise to the peak rate; at least 0
     * @param decaySteps step at which the rate has fallen to its end; absent means no decay; greater than warmup_steps
     * @param minLr rate below which the schedule does not fall; at least 0
     */
    record WarmupLinearDecay(
            @Key(value = "Steps of the linear rise to the peak rate", range = "at least 0", fallback = "100")
            int warmupSteps,

            @Key(
                    value = "Step at which the rate has fallen to its end; absent means no decay",
                    range = "greater than warmup_steps")
            OptionalInt decaySteps,

            @Key(value = "Rate below which the schedule does not fall", range = "at least 0", fallback = "0.0")
            double minLr)
            implements ScheduleConfig {
        public WarmupLinearDecay {
            Ramp.check(0, warmupSteps, decaySteps, minLr);
        }

        @Override
        public double factor(int step) {
            return step < warmupSteps ? (step + 1.0) / warmupSteps : Ramp.down(step, warmupSteps, decaySteps);
        }
    }

    /**
     * Linear warmup, then half a cosine from the peak to {@code minLr} at {@code decaySteps}.
     *
     * @param warmupSteps steps of the linear rise to the peak rate; at least 0
     * @param decaySteps step at which the rate has fallen to its end; greater than warmup_steps
     * @param minLr rate below which the schedule does not fall; at least 0
     */
    record WarmupCosine(
            @Key(value = "Steps of the linear rise to the peak rate", range = "at least 0", fallback = "100")
            int warmupSteps,

            @Key(
                    value = "Step at which the rate has fallen to its end",
                    range = "greater than warmup_steps",
                    required = true)
            int decaySteps,

            @Key(value = "Rate below which the schedule does not fall", range = "at least 0", fallback = "0.0")
            double minLr)
            implements ScheduleConfig {
        public WarmupCosine {
            Ramp.check(0, warmupSteps, OptionalInt.of(decaySteps), minLr);
        }

        @Override
        public double factor(int step) {
            return step < warmupSteps
                    ? (step + 1.0) / warmupSteps
                    : (1 + Math.cos(Math.PI * (1 - Ramp.down(step, warmupSteps, OptionalInt.of(decaySteps))))) / 2;
        }

        @Override
        public double rate(double peak, int step) {
            if (step < warmupSteps) {
                return ScheduleConfig.super.rate(peak, step);
            }
            return Ramp.between(minLr, peak, factor(step));
        }
    }

    /**
     * Linear warmup, then the peak rate for ever.
     *
     * @param warmupSteps steps of the linear rise to the peak rate; at least 0
     */
    record Constant(
            @Key(value = "Steps of the linear rise to the peak rate", range = "at least 0", fallback = "0")
            int warmupSteps)
            implements ScheduleConfig {
        public Constant {
            new Checks().atLeast(0, "warmup_steps", warmupSteps).done();
        }

        @Override
        public double factor(int step) {
            return step < warmupSteps ? (step + 1.0) / warmupSteps : 1;
        }

        @Override
        public double minLr() {
            return 0;
        }
    }

    /**
     * DeepSpeed's WarmupDecayLR as the reference runs it: the first step at the full rate, step {@code s} after it at
     * {@code log(s) / log(w)} of the warmup (so step 1 at nothing), then linear decay.
     *
     * @param warmupSteps steps of the logarithmic rise to the peak rate; at least 2
     * @param decaySteps step at which the rate has fallen to its end; absent means no decay; greater than warmup_steps
     * @param minLr rate below which the schedule does not fall; at least 0
     */
    record ReferenceWarmupDecay(
            @Key(value = "Steps of the logarithmic rise to the peak rate", range = "at least 2", fallback = "100")
            int warmupSteps,

            @Key(
                    value = "Step at which the rate has fallen to its end; absent means no decay",
                    range = "greater than warmup_steps")
            OptionalInt decaySteps,

            @Key(value = "Rate below which the schedule does not fall", range = "at least 0", fallback = "0.0")
            double minLr)
            implements ScheduleConfig {
        public ReferenceWarmupDecay {
            Ramp.check(2, warmupSteps, decaySteps, minLr);
        }

        @Override
        public double factor(int step) {
            if (step == 0) {
                return 1;
            }
            int t = step - 1;
            return t < warmupSteps ? Math.log(t + 1.0) / Math.log(warmupSteps) : Ramp.down(t, warmupSteps, decaySteps);
        }

        @Override
        public double rate(double peak, int step) {
            return Ramp.between(minLr, peak, factor(step));
        }
    }
}
