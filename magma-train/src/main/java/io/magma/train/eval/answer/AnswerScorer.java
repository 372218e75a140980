package io.magma.train.eval.answer;

import java.util.function.UnaryOperator;

/** How a task scores an answer. Implementations have no state: one serves many threads. */
@FunctionalInterface
public interface AnswerScorer {
    /**
     * Scores one answer.
     *
     * @param prediction what the model said, as it said it
     * @param truth what is true
     * @throws IllegalArgumentException if the truth has no answers
     */
    ScoredAnswer score(String prediction, GroundTruth truth);

    /** This scorer after something was done to the prediction. */
    default AnswerScorer after(UnaryOperator<String> postProcessing) {
        return (prediction, truth) -> score(postProcessing.apply(prediction), truth);
    }
}
