package io.magma.config;

import java.util.OptionalInt;

/** What the schedules have in common that rise to a peak and fall to an end. */
final class Ramp {
    private Ramp() {}

    /** Checks the keys of such a schedule, warm-up steps against {@code leastWarmup}. */
    static void check(int leastWarmup, int warmupSteps, OptionalInt decaySteps, double minLr) {
        new Checks()
                .atLeast(leastWarmup, "warmup_steps", warmupSteps)
                .requireJointly(
                        decaySteps.isEmpty() || decaySteps.getAsInt() > warmupSteps,
                        "decay_steps",
                        () -> "must be greater than warmup_steps (" + warmupSteps + "), was " + decaySteps.getAsInt())
                .atLeast(0.0, "min_lr", minLr)
                .done();
    }

    /** {@code (end - step) / (end - start)}, not below 0; 1 without an end. */
    static double down(int step, int start, OptionalInt end) {
        return end.isEmpty() ? 1 : Math.max(0, ((double) end.getAsInt() - step) / (end.getAsInt() - start));
    }

    /** {@code minLr} at the factor 0, {@code peak} at the factor 1; {@code peak} throughout if that is lower. */
    static double between(double minLr, double peak, double factor) {
        double end = Math.min(minLr, peak);
        return end + (peak - end) * factor;
    }
}
