package io.magma.train.loop;

/**
 * How a run ended in order; its last state is saved.
 *
 * @param ending why it ended
 * @param state where it stands
 */
public record RunOutcome(Ending ending, TrainState state) {
    /** Why a run ended. */
    public enum Ending {
        /** All steps are done. */
        COMPLETED,
        /** The time was up. */
        OUT_OF_TIME,
        /** Somebody asked it to stop. */
        STOPPED
    }
}
