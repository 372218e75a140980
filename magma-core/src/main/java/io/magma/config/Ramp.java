package io.magma.config;

import java.util.OptionalInt;

/** The straight line that schedules fall along. */
final class Ramp {
    private Ramp() {}

    /** {@code (end - step) / (end - start)}, not below 0; 1 without an end. */
    static double down(int step, int start, OptionalInt end) {
        return end.isEmpty() ? 1 : Math.max(0, ((double) end.getAsInt() - step) / (end.getAsInt() - start));
    }
}
