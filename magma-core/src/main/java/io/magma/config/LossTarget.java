package io.magma.config;

/** Which tokens of a sample with a prompt bear loss. */
public enum LossTarget {
    /** Those after the prompt. */
    ANSWER,
    /** Those of the prompt too. */
    ALL
}
