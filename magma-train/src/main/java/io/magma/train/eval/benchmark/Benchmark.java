package io.magma.train.eval.benchmark;

import io.magma.train.eval.answer.AnswerEvaluation;
import io.magma.train.eval.answer.AnswerScorer;
import io.magma.train.eval.answer.EvaluationItem;
import io.magma.train.eval.answer.IdMatch;
import io.magma.train.eval.answer.Predictions;
import io.magma.train.eval.answer.ScoreReport;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A benchmark whose questions are scored one by one.
 *
 * @param metric what the score is, for reports
 * @param scorer how an answer is scored
 * @param items visits the questions of a file in the official layout
 * @param idKeys names of the id in official results
 * @param answerKeys names of the answer in official results
 */
public record Benchmark(String metric, AnswerScorer scorer, Items items, List<String> idKeys, List<String> answerKeys) {

    /** A reader of annotations. */
    @FunctionalInterface
    public interface Items {
        /**
         * Visits every question.
         *
         * @throws io.magma.train.data.DataException in one line, if the file is not what it should be
         */
        void read(Path annotations, Consumer<EvaluationItem> each);
    }

    /** Reads a file of results. */
    public Predictions predictions(Path results) {
        return Predictions.read(results, idKeys, answerKeys);
    }

    /** Scores a file of results. */
    public ScoreReport evaluate(Path annotations, Path results, IdMatch match) {
        AnswerEvaluation evaluation = new AnswerEvaluation(scorer, predictions(results));
        items.read(annotations, evaluation::add);
        return evaluation.report(match);
    }
}
