package io.magma.config;

/** What is left of a distribution by top_p. */
public enum TopPMode {
    /** The most probable tokens whose mass reaches top_p, after the temperature. */
    NUCLEUS,
    /** What the reference implementation leaves: the most probable token, and the tail behind a mass of 1 - top_p. */
    REFERENCE
}
