package io.magma.train.eval.report;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A score over the seeds, as a fraction where its metric is one.
 *
 * @param shots examples before a question
 * @param baseline what the model saw
 * @param seeds how many
 * @param items asked with each
 * @param value mean over the seeds; empty if nothing was scored
 * @param interval 95 % over items, where the score is a mean of theirs or the evaluation measured it
 * @param deviation standard deviation of the population over the seeds, 0 for one
 * @param fewerShots items with fewer examples than asked for, of all seeds
 * @param emptyAnswers answers without a character, of all seeds
 */
record ScoreRow(
        int shots,
        String baseline,
        int seeds,
        int items,
        OptionalDouble value,
        Optional<Interval> interval,
        double deviation,
        int fewerShots,
        int emptyAnswers) {}
