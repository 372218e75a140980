package io.magma.train.eval.run;

import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.eval.statistics.ConfidenceInterval;
import io.magma.train.eval.task.TaskItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judges the answers to a task. */
public interface TaskScorer {
    /** How intervals are drawn. */
    Bootstrap BOOTSTRAP = new Bootstrap(Bootstrap.DEFAULT_RESAMPLES, 0);

    /**
     * Something that was answered.
     *
     * @param item what was asked
     * @param text the answer after the protocol's steps
     * @param scores of the task's labels, where they were ranked; else empty
     */
    record Answered(TaskItem item, String text, List<Double> scores) {
        public Answered {
            scores = List.copyOf(scores);
        }
    }

    /**
     * What became of one answer.
     *
     * @param normalized the text that was compared
     * @param score 0 to 1; empty where only the whole set has one
     */
    record ItemScore(String normalized, OptionalDouble score) {}

    /** Names the metric and its variant, such as {@code exact_match}. */
    String name();

    /** Judges one answer. */
    ItemScore score(Answered answered);

    /** Judges all answers, with scores that need the whole set too. */
    default List<ItemScore> scores(List<Answered> all) {
        return all.stream().map(this::score).toList();
    }

    /** Where the set's first score would be, with 95 % of samples like this one, by bootstrap; empty for no answers. */
    default Optional<ConfidenceInterval> interval(List<Answered> all) {
        double[] scores = all.stream()
                .map(answered -> score(answered).score())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::orElseThrow)
                .toArray();
        return scores.length == 0 ? Optional.empty() : Optional.of(BOOTSTRAP.mean(scores));
    }

    /** Scores of the whole set by the name of each; the first is the one that is reported. Empty for no answers. */
    Map<String, Double> total(List<Answered> all);
}
