package io.magma.train.loop;

import java.nio.file.Path;
import java.util.Map;

/** Hears what happens in a run. */
public interface TrainListener {
    /** A step was taken. */
    default void stepped(StepResult result) {}

    /** The model was evaluated. */
    default void evaluated(int step, Map<String, Object> metrics) {}

    /**
     * A checkpoint was written.
     *
     * @param dataCursor position in the data, as {@link BatchSource#cursor} told it
     */
    default void saved(int step, Path folder, Map<String, Long> dataCursor) {}

    /** The run ended in order. */
    default void ended(RunOutcome outcome) {}
}
