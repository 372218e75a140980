package io.magma.config;

/** How the losses of the target tokens become the loss of a step. */
public enum LossReduction {
    /** Mean over all target tokens of the step, so that it does not matter how they are divided into micro-batches. */
    STEP,
    /** Mean over the tokens of each micro-batch, then over the micro-batches of all processes, as the reference does. */
    MICRO_BATCH
}
