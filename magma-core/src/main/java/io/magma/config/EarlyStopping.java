package io.magma.config;

/** When beam search has found enough texts that ended; transformers' {@code early_stopping}. */
public enum EarlyStopping {
    /** When as many have ended as there are beams and the best open one would not enter if it ended now ({@code False}). */
    HEURISTIC,
    /** As soon as as many have ended as there are beams ({@code True}). */
    FIRST,
    /** When no open one can enter any more, however long it becomes ({@code "never"}). */
    NEVER
}
