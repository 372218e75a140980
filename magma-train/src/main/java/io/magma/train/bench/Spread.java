package io.magma.train.bench;

import java.util.Arrays;

/**
 * Middle and spread of repeated measurements.
 *
 * @param median the middle one, or the mean of the middle two
 * @param low a quarter of them are at most this
 * @param high a quarter of them are at least this
 * @param count how many there were
 */
public record Spread(double median, double low, double high, int count) {
    private static final double QUARTER = 0.25;

    /**
     * Sums up measurements; quartiles by linear interpolation between the closest ranks, as numpy's {@code quantile}.
     *
     * @param values at least one
     */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                quantile(sorted, 2 * QUARTER), quantile(sorted, QUARTER), quantile(sorted, 3 * QUARTER), sorted.length);
    }

    private static double quantile(double[] sorted, double q) {
        double rank = q * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
