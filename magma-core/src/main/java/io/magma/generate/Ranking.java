package io.magma.generate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A closed set of answers to a prompt.
 *
 * @param scores in the order in which the answers were given; not empty
 */
public record Ranking(List<AnswerScore> scores) {
    public Ranking {
        scores = List.copyOf(scores);
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("there are no answers to rank");
        }
    }

    /** Index of the most probable answer; of equal ones the first. */
    public int best() {
        return best(AnswerScore::logProbability);
    }

    /** Index of the answer whose tokens are the most probable on average; of equal ones the first. */
    public int bestPerToken() {
        return best(AnswerScore::meanLogProbability);
    }

    private int best(ToDoubleFunction<AnswerScore> value) {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            if (value.applyAsDouble(scores.get(i)) > value.applyAsDouble(scores.get(best))) {
                best = i;
            }
        }
        return best;
    }
}
