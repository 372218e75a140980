package io.magma.generate;

/** Why a text ended. */
public enum FinishReason {
    /** The model gave its end-of-sequence token. */
    EOS,
    /** A stop text appeared. */
    STOP,
    /** The most tokens asked for, or the model's context, were used up. */
    LENGTH
}
