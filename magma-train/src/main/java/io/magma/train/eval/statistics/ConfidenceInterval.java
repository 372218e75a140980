package io.magma.train.eval.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * An interval of a score.
 *
 * @param low lower end, in the score's unit
 * @param high upper end
 */
public record ConfidenceInterval(double low, double high) {
    /** The interval of a score in another unit; {@code unit} must be increasing. */
    public ConfidenceInterval map(DoubleUnaryOperator unit) {
        return new ConfidenceInterval(unit.applyAsDouble(low), unit.applyAsDouble(high));
    }
}
