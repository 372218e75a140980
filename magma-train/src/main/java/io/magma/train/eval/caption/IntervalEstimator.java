package io.magma.train.eval.caption;

import java.util.function.ToDoubleFunction;

/** Estimates 95 % confidence intervals of scores over images. */
@FunctionalInterface
public interface IntervalEstimator {
    /**
     * The interval of a score.
     *
     * @param images number of images, at least 1
     * @param ofDraw the score when image i is there {@code counts[i]} times; NaN if it has none
     */
    ScoreInterval of(int images, ToDoubleFunction<int[]> ofDraw);
}
