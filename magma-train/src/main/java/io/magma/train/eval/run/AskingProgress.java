package io.magma.train.eval.run;

import java.util.OptionalDouble;

/** Hears how far an evaluation is. */
@FunctionalInterface
public interface AskingProgress {
    /** Listens to nothing. */
    AskingProgress NONE = (task, trial, done, of, score) -> {};

    /**
     * Some more were answered.
     *
     * @param done items of the trial's part of this process that are answered, before or now
     * @param of items of that part
     * @param score mean of the items' scores so far, if they have any
     */
    void answered(String task, Trial trial, int done, int of, OptionalDouble score);
}
