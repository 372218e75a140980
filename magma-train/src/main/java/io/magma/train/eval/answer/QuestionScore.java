package io.magma.train.eval.answer;

import java.util.Map;

/**
 * The score of one question.
 *
 * @param id of the question
 * @param prediction what the model said
 * @param normalized the text that was compared
 * @param score from 0 to 1
 * @param types of the question, by classification
 */
public record QuestionScore(String id, String prediction, String normalized, double score, Map<String, String> types) {}
