package io.magma.train.metrics;

/** Shows people how far a run is. */
public interface ProgressReporter {
    /** Shows the state after a step. */
    void show(Progress progress);

    /** Shows a message that stays: an evaluation, a checkpoint, the end. */
    void note(String message);

    /** Ends the display. */
    void finish();
}
