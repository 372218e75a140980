package io.magma.train.eval.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile intervals of 95 % by the nonparametric bootstrap: n questions are drawn with replacement out of the n that were asked, the score
 * of the draw is computed, and this again and again; the interval is between the 2.5 % and the 97.5 % quantile of those scores
 * (linear interpolation between order statistics). It says how much the score depends on the choice of questions, not on that of
 * shots or seeds.
 *
 * <p>Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979); Efron and Tibshirani, "An introduction
 * to the bootstrap" (1993), section 13.3.
 *
 * @param resamples how many draws, at least 1
 * @param seed the same seed draws the same questions
 */
public record Bootstrap(int resamples, long seed) {
    /** Draws unless told otherwise. */
    public static final int DEFAULT_RESAMPLES = 1000;

    private static final double TAIL = 0.025;

    /** Checks the number of draws. */
    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException("resamples must be at least 1, was " + resamples);
        }
    }

    /** A score of questions that were drawn. */
    @FunctionalInterface
    public interface Statistic {
        /** The score when question i is there {@code counts[i]} times; NaN if it has none, and the draw does not count. */
        double of(int[] counts);
    }

    /**
     * The interval of a mean.
     *
     * @param values the score of each question; at least one
     */
    public ConfidenceInterval mean(double[] values) {
        requireSome(values.length);
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        return interval(means);
    }

    /**
     * The interval of any score.
     *
     * @param n number of questions, at least 1
     * @return NaN at both ends if no draw had a score
     */
    public ConfidenceInterval of(int n, Statistic statistic) {
        requireSome(n);
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[resamples];
        int drawn = 0;
        int[] counts = new int[n];
        for (int r = 0; r < resamples; r++) {
            Arrays.fill(counts, 0);
            for (int i = 0; i < n; i++) {
                counts[random.nextInt(n)]++;
            }
            double score = statistic.of(counts);
            if (!Double.isNaN(score)) {
                scores[drawn++] = score;
            }
        }
        return interval(Arrays.copyOf(scores, drawn));
    }

    private static void requireSome(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("expected at least one question, was " + n);
        }
    }

    private static ConfidenceInterval interval(double[] scores) {
        Arrays.sort(scores);
        return new ConfidenceInterval(quantile(scores, TAIL), quantile(scores, 1 - TAIL));
    }

    /** The quantile between order statistics, as in NumPy's default. */
    static double quantile(double[] sorted, double at) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = at * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
