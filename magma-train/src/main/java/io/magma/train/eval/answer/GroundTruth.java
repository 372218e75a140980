package io.magma.train.eval.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * What is true of a question.
 *
 * @param answers answers of all annotators, or the one that is right
 * @param choices the options of a multiple-choice question, in their order; empty otherwise
 */
public record GroundTruth(List<TruthAnswer> answers, List<String> choices) {
    /** Copies the lists. */
    public GroundTruth {
        answers = List.copyOf(answers);
        choices = List.copyOf(choices);
    }

    /** Answers of annotators who are told apart by their place. */
    public static GroundTruth of(String... answers) {
        return of(List.of(answers), List.of());
    }

    /** Answers of annotators who are told apart by their place, and options. */
    public static GroundTruth of(List<String> answers, List<String> choices) {
        List<TruthAnswer> numbered = new ArrayList<>();
        for (String answer : answers) {
            numbered.add(new TruthAnswer(answer, "answer_id=" + (numbered.size() + 1)));
        }
        return new GroundTruth(numbered, choices);
    }

    /** The texts of the answers. */
    public List<String> texts() {
        return answers.stream().map(TruthAnswer::text).toList();
    }
}
