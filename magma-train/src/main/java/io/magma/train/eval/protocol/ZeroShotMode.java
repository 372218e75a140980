package io.magma.train.eval.protocol;

/** What stands before a question that has no examples. */
public enum ZeroShotMode {
    /** Nothing. */
    NONE,
    /** Two examples without their pictures, as Flamingo and OpenFlamingo have it. */
    TWO_TEXT_ONLY
}
