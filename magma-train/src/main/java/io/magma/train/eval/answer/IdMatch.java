package io.magma.train.eval.answer;

/** What to do if not every question has an answer, or an answer no question. */
public enum IdMatch {
    /** Refuse, as the official scripts do. */
    STRICT,
    /** Score the questions that have an answer, and tell how many ids were left out. */
    PARTIAL
}
