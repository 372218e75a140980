package io.magma.train.prepare;

/**
 * A question about a picture with its one answer.
 *
 * @param prompt the question, without any template around it
 * @param answer the expected answer
 * @param type what is asked for, for example {@code color}
 */
record Question(String prompt, String answer, String type) {}
