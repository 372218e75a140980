package io.magma.train.inspect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How values are spread; a quantile q is the smallest value with at least a fraction q of all at or below it.
 *
 * @param count number of values
 * @param min smallest
 * @param p5 5 % quantile
 * @param median 50 % quantile
 * @param mean arithmetic mean
 * @param p95 95 % quantile
 * @param max largest
 */
public record Distribution(long count, double min, double p5, double median, double mean, double p95, double max) {

    /** The distribution of values in any order, empty if there are none. */
    static Optional<Distribution> of(double[] values) {
        if (values.length == 0) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Optional.of(new Distribution(
                sorted.length,
                sorted[0],
                quantile(sorted, 0.05),
                quantile(sorted, 0.5),
                Arrays.stream(sorted).average().orElseThrow(),
                quantile(sorted, 0.95),
                sorted[sorted.length - 1]));
    }

    private static double quantile(double[] sorted, double q) {
        return sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
    }

    /** In words. */
    @Override
    public String toString() {
        return "min " + shown(min) + ", 5% " + shown(p5) + ", median " + shown(median) + ", mean " + shown(mean)
                + ", 95% " + shown(p95) + ", max " + shown(max);
    }

    private static String shown(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
