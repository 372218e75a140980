package io.magma.train.eval.report;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where a score would be with 95 % of samples like this one.
 *
 * @param low lower end
 * @param high upper end
 */
record Interval(double low, double high) {
    private static final int RESAMPLES = 1000;
    private static final double TAIL = 0.025;

    /**
     * The interval of a mean by the percentile bootstrap (Efron and Tibshirani 1993, section 13.3) over items: as many as
     * there are, drawn with replacement, 1,000 times. The same scores give the same interval.
     *
     * @param scores one for each item, at least one
     */
    static Interval ofMean(double[] scores) {
        SplittableRandom random = new SplittableRandom(0);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < scores.length; i++) {
                sum += scores[random.nextInt(scores.length)];
            }
            means[r] = sum / scores.length;
        }
        Arrays.sort(means);
        return new Interval(quantile(means, TAIL), quantile(means, 1 - TAIL));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
