package io.magma.train.eval.answer;

/**
 * What one annotator answered.
 *
 * @param text the answer as annotated
 * @param rest everything else that the annotation says of it (its id, the confidence), in a form that is equal when they are; empty
 *     if nothing
 */
public record TruthAnswer(String text, String rest) {}
