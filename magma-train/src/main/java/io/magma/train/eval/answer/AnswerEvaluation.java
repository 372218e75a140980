package io.magma.train.eval.answer;

import io.magma.train.data.DataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Scores items as they come, so that annotations of any size pass through; keeps a line a question. */
public final class AnswerEvaluation {
    private final AnswerScorer scorer;
    private final Predictions predictions;
    private final List<QuestionScore> scores = new ArrayList<>();
    private final List<String> unanswered = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    // Every question of a kind holds the same map instead of one of its own.
    private final Map<Map<String, String>, Map<String, String>> types = new HashMap<>();
    private int empty;
    private int unscored;

    /** Creates an evaluation of these predictions. */
    public AnswerEvaluation(AnswerScorer scorer, Predictions predictions) {
        this.scorer = scorer;
        this.predictions = predictions;
    }

    /**
     * Scores a question; one without annotated answers is only counted, and its prediction, if there is one, is not unknown.
     *
     * @throws DataException if its id was there before
     */
    public void add(EvaluationItem item) {
        if (!seen.add(item.id())) {
            throw new DataException("question " + item.id() + " is annotated twice");
        }
        if (item.truth().answers().isEmpty()) {
            unscored++;
            return;
        }
        String prediction = predictions.byId().get(item.id());
        if (prediction == null) {
            unanswered.add(item.id());
            return;
        }
        if (prediction.isBlank()) {
            empty++;
        }
        ScoredAnswer scored = scorer.score(prediction, item.truth());
        scores.add(new QuestionScore(
                item.id(),
                prediction,
                scored.normalized(),
                scored.score(),
                types.computeIfAbsent(item.types(), own -> new TreeMap<>(own))));
    }

    /**
     * Ends the evaluation.
     *
     * @throws DataException if ids differ and must not, or no question has an answer
     */
    public ScoreReport report(IdMatch match) {
        IdMismatch mismatch = new IdMismatch(
                unanswered,
                predictions.byId().keySet().stream()
                        .filter(id -> !seen.contains(id))
                        .toList());
        if (match == IdMatch.STRICT && !mismatch.isNone()) {
            throw new DataException(predictions.source() + ": " + mismatch.told() + "; --partial scores the rest");
        }
        if (scores.isEmpty()) {
            throw new DataException(predictions.source() + ": answers none of the " + seen.size() + " questions");
        }
        return new ScoreReport(scores, empty, unscored, mismatch);
    }
}
