package io.magma.train.eval.answer;

import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.eval.statistics.ConfidenceInterval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report in the official layout of accuracy files and more, as JSON would have it; all scores in percent with two decimals.
 *
 * <p>{@code overall}; {@code perQuestionType}, {@code perAnswerType} and so on, one for each classification; {@code evalQA} by question;
 * {@code n}; {@code counts} of what was left out or empty; {@code ci95} with the interval of each score under the names above.
 *
 * @param protocol what the scores depend on, by name; stands first
 * @param overall the score over all questions
 * @param byType the scores by classification and type
 * @param report every question
 */
public record ScoreDocument(
        Map<String, String> protocol, Score overall, Map<String, Map<String, Score>> byType, ScoreReport report) {

    /** Computes the scores of a report. */
    public static ScoreDocument of(Map<String, String> protocol, ScoreReport report, Bootstrap bootstrap) {
        return new ScoreDocument(protocol, report.overall(bootstrap), report.byType(bootstrap), report);
    }

    /** Everything, for a file. */
    public Map<String, Object> whole() {
        Map<String, Object> document = summary();
        Map<String, Double> questions = new LinkedHashMap<>();
        report.questions().forEach(q -> questions.put(q.id(), Score.rounded(100 * q.score())));
        document.put("evalQA", questions);
        return document;
    }

    /** Everything but the single questions. */
    public Map<String, Object> summary() {
        Map<String, Object> document = new LinkedHashMap<>(protocol);
        Map<String, Object> intervals = new LinkedHashMap<>();
        document.put("n", overall.n());
        document.put("overall", overall.rounded());
        intervals.put("overall", ends(overall.ci95()));
        byType.forEach((classification, types) -> {
            Map<String, Double> scores = new LinkedHashMap<>();
            Map<String, List<Double>> ends = new LinkedHashMap<>();
            types.forEach((type, score) -> {
                scores.put(type, score.rounded());
                ends.put(type, ends(score.ci95()));
            });
            document.put(key(classification), scores);
            intervals.put(key(classification), ends);
        });
        document.put("ci95", intervals);
        document.put("counts", counts());
        return document;
    }

    /** How many predictions were empty, questions not to be scored, questions had no answer and answers no question. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("empty_predictions", report.emptyPredictions());
        counts.put("unscored_questions", report.unscored());
        counts.put("unanswered_questions", report.mismatch().unanswered().size());
        counts.put("unknown_questions", report.mismatch().unknown().size());
        return counts;
    }

    /** {@code question_type} as {@code perQuestionType}. */
    private static String key(String classification) {
        StringBuilder key = new StringBuilder("per");
        for (String word : classification.split("_", -1)) {
            key.append(word.substring(0, 1).toUpperCase(java.util.Locale.ROOT)).append(word.substring(1));
        }
        return key.toString();
    }

    private static List<Double> ends(ConfidenceInterval interval) {
        return List.of(Score.rounded(interval.low()), Score.rounded(interval.high()));
    }
}
