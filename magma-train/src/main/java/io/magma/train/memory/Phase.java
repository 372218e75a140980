package io.magma.train.memory;

/** When memory is needed; what is not needed at the same time is not added up. */
public enum Phase {
    /** From the start of the run to its end. */
    RUN,
    /** From the forward pass of a micro-batch to its backward pass. */
    BACKWARD,
    /** For a moment of a micro-batch; only the largest of these at a time. */
    MOMENT,
    /** While a checkpoint is written, which steps go on beside. */
    SAVING,
    /** While the last checkpoint is written, when no step is taken any more. */
    END
}
