/**
 * Scoring answers, whatever the task.
 *
 * <p>A task is an {@link io.magma.train.eval.answer.AnswerScorer}: what the model said and what is true give a normalised
 * answer and a score from 0 to 1. An {@link io.magma.train.eval.answer.EvaluationItem} is a question with its truth and its
 * types; {@link io.magma.train.eval.answer.AnswerEvaluation} joins items, as they are read, with
 * {@link io.magma.train.eval.answer.Predictions} by id and ends in a {@link io.magma.train.eval.answer.ScoreReport}: overall,
 * by type, by question, with intervals.
 *
 * <pre>{@code
 * AnswerScorer scorer = new VqaScorer(VqaVariant.OPENFLAMINGO, LeaveOneOut.INDEX);
 * double score = scorer.score("Two dogs.", GroundTruth.of("2 dogs", "2 dogs", "2 dogs", "2 dogs")).score(); // 1.0
 *
 * AnswerEvaluation evaluation = new AnswerEvaluation(scorer, Predictions.read(results, ...));
 * annotations.forEach(evaluation::add);
 * ScoreReport report = evaluation.report(IdMatch.STRICT);
 * }</pre>
 */
package io.magma.train.eval.answer;
