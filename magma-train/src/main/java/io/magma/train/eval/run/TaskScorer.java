package io.magma.train.eval.run;

import io.magma.train.eval.task.TaskItem;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Judges the answers to a task. */
public interface TaskScorer {
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

    /** Scores of the whole set by the name of each; the first is the one that is reported. Empty for no answers. */
    Map<String, Double> total(List<Answered> all);
}
