package io.magma.train.eval.protocol;

/** Which answers count as those of the other annotators. */
public enum LeaveOneOut {
    /** All but the one at the same place. */
    INDEX,
    /** All that are not equal as objects, which is more than one where answers have no number. */
    DICT
}
