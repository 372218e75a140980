package io.magma.train.eval.protocol;

/** Order of examples that were chosen by similarity. */
public enum ShotOrder {
    /** The most similar one stands next to the question. */
    MOST_SIMILAR_LAST,
    /** The most similar one stands at the beginning. */
    MOST_SIMILAR_FIRST
}
