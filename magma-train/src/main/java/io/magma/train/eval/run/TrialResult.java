package io.magma.train.eval.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What a trial came to.
 *
 * @param shots examples before a question
 * @param seed of what was drawn
 * @param baseline what the model saw; {@code model} where it saw the pictures
 * @param items how many were asked
 * @param scores of all items by name, the first one being the task's
 * @param interval of the task's score by bootstrap over items, low and high
 * @param byQuestionType the same score of the items of each type of question on their own, where there are types
 * @param byAnswerType of each type of answer, likewise
 * @param fewerShots items by the number of examples that the model's context had no room for; none where all had room
 * @param emptyAnswers answers without a character
 * @param files of the trial, by what they hold, relative to the result file
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrialResult(
        int shots,
        long seed,
        String baseline,
        int items,
        Map<String, Double> scores,
        Map<String, Double> interval,
        Map<String, TypeScore> byQuestionType,
        Map<String, TypeScore> byAnswerType,
        Map<String, Integer> fewerShots,
        @JsonInclude(JsonInclude.Include.ALWAYS) int emptyAnswers,
        Map<String, String> files) {
    /**
     * Items of a type.
     *
     * @param items how many
     * @param score theirs
     */
    public record TypeScore(int items, double score) {}
}
