package io.magma.train.loop;

import io.magma.train.checkpoint.Totals;

/**
 * Where a run stands.
 *
 * @param step optimizer steps done
 * @param totals what has been done in them
 */
public record TrainState(int step, Totals totals) {
    /** Before the first step. */
    public static final TrainState START = new TrainState(0, Totals.NONE);

    TrainState after(StepResult result) {
        return new TrainState(result.step(), totals.plus(result.samples(), result.tokens(), result.seconds()));
    }
}
