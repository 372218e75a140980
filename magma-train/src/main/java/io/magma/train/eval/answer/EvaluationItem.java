package io.magma.train.eval.answer;

import java.util.Map;

/**
 * A question that is scored.
 *
 * @param id unique in its data set
 * @param truth what is true; without answers if the question is not to be scored
 * @param types what kind of question it is, by the name of the classification ({@code question_type}, {@code answer_type}, …); scores
 *     are told by each
 */
public record EvaluationItem(String id, GroundTruth truth, Map<String, String> types) {}
