package io.magma.train.eval.answer;

/**
 * A prediction that was scored.
 *
 * @param normalized the text that was compared
 * @param score from 0 to 1
 */
public record ScoredAnswer(String normalized, double score) {}
