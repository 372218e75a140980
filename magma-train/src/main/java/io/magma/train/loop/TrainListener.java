package io.magma.train.loop;

import java.nio.file.Path;
import java.util.Map;

/** Hears what happens in a run. */
public interface TrainListener {
    /** A step was taken; told in order, but on a GPU several at once, when their results are read. */
    default void stepped(StepResult result) {}

    /** The model was evaluated. */
    default void evaluated(int step, Map<String, Object> metrics) {}

    /**
     * A checkpoint is about to be written; what belongs to its step has to be recorded now.
     *
     * @param dataCursor position in the data, as {@link BatchSource#cursor} told it
     * @throws io.magma.train.metrics.MetricsException if records are missing on the disk; the checkpoint is not written then
     */
    default void saving(int step, Map<String, Long> dataCursor) {}

    /** A checkpoint was written; steps may have been taken since it began. */
    default void saved(int step, Path folder) {}

    /** A checkpoint could not be written; those before it are as they were, and the run goes on. */
    default void saveFailed(int step, String problem) {}

    /** Something that people should know of. */
    default void noted(String message) {}

    /** The run ended in order. */
    default void ended(RunOutcome outcome) {}
}
