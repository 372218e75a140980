package io.magma.train.eval.answer;

import io.magma.train.eval.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an evaluation came to.
 *
 * @param questions every question that was scored, in the order of the annotations; at least one
 * @param emptyPredictions how many predictions were empty or white space
 * @param unscored how many questions the benchmark leaves out: other splits, no gold label, too difficult
 * @param mismatch ids that were only in one of annotations and results
 */
public record ScoreReport(List<QuestionScore> questions, int emptyPredictions, int unscored, IdMismatch mismatch) {
    /** Copies the list. */
    public ScoreReport {
        questions = List.copyOf(questions);
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("expected at least one question, was none");
        }
    }

    /** The score over all questions. */
    public Score overall(Bootstrap bootstrap) {
        return score(questions, bootstrap);
    }

    /** The scores by each classification and each of its types, in alphabetical order. */
    public Map<String, Map<String, Score>> byType(Bootstrap bootstrap) {
        Map<String, Map<String, List<QuestionScore>>> groups = new LinkedHashMap<>();
        for (QuestionScore question : questions) {
            question.types()
                    .forEach((classification, type) -> groups.computeIfAbsent(classification, c -> new TreeMap<>())
                            .computeIfAbsent(type, t -> new ArrayList<>())
                            .add(question));
        }
        Map<String, Map<String, Score>> scores = new LinkedHashMap<>();
        groups.forEach((classification, types) -> {
            Map<String, Score> row = new LinkedHashMap<>();
            types.forEach((type, own) -> row.put(type, score(own, bootstrap)));
            scores.put(classification, row);
        });
        return scores;
    }

    private static Score score(List<QuestionScore> questions, Bootstrap bootstrap) {
        return Score.of(questions.stream().mapToDouble(QuestionScore::score).toArray(), bootstrap);
    }
}
