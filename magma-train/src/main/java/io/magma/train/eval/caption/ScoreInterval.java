package io.magma.train.eval.caption;

/**
 * An interval of a score, in the score's unit.
 *
 * @param low lower end
 * @param high upper end
 */
public record ScoreInterval(double low, double high) {}
