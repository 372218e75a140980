package io.magma.config;

/** How a bottleneck adapter joins the sublayer it adapts. */
public enum AdapterType {
    /** Applied to the sublayer's output. */
    SEQUENTIAL,
    /** Applied to the sublayer's input, added to its output. */
    PARALLEL,
    /** As parallel, times a learnt scale. */
    SCALED_PARALLEL
}
