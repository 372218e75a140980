package io.magma.train.eval.caption;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The percentile bootstrap (Efron and Tibshirani 1993, section 13.3) over images: as many images as there are, drawn with
 * replacement, are scored again and again; the interval lies between the 2.5 % and the 97.5 % quantile, with linear
 * interpolation between draws.
 *
 * @param resamples number of draws, at least 1
 * @param seed the same seed draws the same images
 */
public record ImageBootstrap(int resamples, long seed) implements IntervalEstimator {
    private static final double TAIL = 0.025;

    /** Checks the number of draws. */
    public ImageBootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException("resamples must be at least 1, was " + resamples);
        }
    }

    @Override
    public ScoreInterval of(int images, ToDoubleFunction<int[]> ofDraw) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            int[] counts = new int[images];
            for (int i = 0; i < images; i++) {
                counts[random.nextInt(images)]++;
            }
            scores[r] = ofDraw.applyAsDouble(counts);
        }
        double[] sorted =
                Arrays.stream(scores).filter(s -> !Double.isNaN(s)).sorted().toArray();
        return new ScoreInterval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
