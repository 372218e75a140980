package io.magma.train.eval;

/**
 * How much is evaluated.
 *
 * @param blind whether the model also answers without seeing
 * @param limit most samples of each source, taken evenly over it; 0 means all
 * @param batchSize prompts at a time, at least 1
 * @param maxNewTokens most tokens of an answer, at least 1
 * @param gallery most captions and most questions that are shown of each split
 */
public record EvaluationSettings(boolean blind, int limit, int batchSize, int maxNewTokens, int gallery) {}
