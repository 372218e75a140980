package io.magma.config;

/** Which value of a metric is the better one. */
public enum BestMode {
    /** The smaller one, as for a loss. */
    MIN,
    /** The larger one, as for an accuracy. */
    MAX;

    /** Whether {@code value} is better than {@code other}. */
    public boolean prefers(double value, double other) {
        return this == MIN ? value < other : value > other;
    }
}
