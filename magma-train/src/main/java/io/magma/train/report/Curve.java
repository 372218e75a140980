package io.magma.train.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A number over the steps of a run.
 *
 * @param steps where it was measured, ascending
 * @param values what was measured there
 */
record Curve(double[] steps, double[] values) {
    /** Collects points. */
    static final class Points {
        private final List<Double> steps = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();

        void add(double step, double value) {
            steps.add(step);
            values.add(value);
        }

        Curve curve() {
            return new Curve(array(steps), array(values));
        }

        private static double[] array(List<Double> list) {
            return list.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    int size() {
        return steps.length;
    }

    boolean positive() {
        return Arrays.stream(values).allMatch(value -> value > 0);
    }

    Curve times(double factor) {
        return new Curve(
                steps, Arrays.stream(values).map(value -> value * factor).toArray());
    }

    double last() {
        return values[values.length - 1];
    }

    double min() {
        return Arrays.stream(values).min().orElseThrow();
    }

    double sum() {
        return Arrays.stream(values).sum();
    }

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Means of neighbours, each at the last step of them, so that there are at most {@code max} points. */
    Curve thinned(int max) {
        if (size() <= max) {
            return this;
        }
        Points thinned = new Points();
        for (int bucket = 0; bucket < max; bucket++) {
            int from = (int) ((long) bucket * size() / max);
            int to = (int) ((long) (bucket + 1) * size() / max);
            thinned.add(steps[to - 1], Arrays.stream(values, from, to).average().orElseThrow());
        }
        return thinned.curve();
    }

    /**
     * Exponential moving average that starts without a bias towards zero.
     *
     * @param memory weight of the past, at least 0 and less than 1
     */
    Curve smoothed(double memory) {
        double[] smooth = new double[size()];
        double average = 0;
        double weight = 0;
        for (int i = 0; i < smooth.length; i++) {
            average = memory * average + (1 - memory) * values[i];
            weight = memory * weight + (1 - memory);
            smooth[i] = average / weight;
        }
        return new Curve(steps, smooth);
    }
}
