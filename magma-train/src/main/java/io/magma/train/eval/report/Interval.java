package io.magma.train.eval.report;

import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.eval.statistics.ConfidenceInterval;

/**
 * Where a score would be with 95 % of samples like this one.
 *
 * @param low lower end
 * @param high upper end
 */
record Interval(double low, double high) {
    /**
     * The interval of a mean by the bootstrap over items. The same scores give the same interval.
     *
     * @param scores one for each item, at least one
     */
    static Interval ofMean(double[] scores) {
        ConfidenceInterval mean = new Bootstrap(Bootstrap.DEFAULT_RESAMPLES, 0).mean(scores);
        return new Interval(mean.low(), mean.high());
    }
}
