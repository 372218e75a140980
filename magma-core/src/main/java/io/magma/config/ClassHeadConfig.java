package io.magma.config;

import java.util.HashSet;
import java.util.List;

/**
 * A linear classifier of the language model's final hidden state behind picture and prompt.
 *
 * @param labels names of the classes in the order of their numbers, as targets and results say them; at least two, all different
 */
public record ClassHeadConfig(
        @Key(
                value = "Names of the classes in the order of their numbers, as targets and results say them",
                range = "at least two, all different",
                required = true)
        List<String> labels) {
    public ClassHeadConfig {
        labels = List.copyOf(labels);
        List<String> all = labels;
        new Checks()
                .require(all.size() >= 2, "labels", () -> "must be at least two, were " + all)
                .require(new HashSet<>(all).size() == all.size(), "labels", () -> "has one twice: " + all)
                .require(
                        all.stream().allMatch(label -> !label.isEmpty() && label.equals(label.strip())),
                        "labels",
                        () -> "has one that is empty or has a space around it: " + all)
                .done();
    }
}
