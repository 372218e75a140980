package io.magma.train.eval.run;

import io.magma.config.Checks;
import io.magma.train.eval.protocol.Protocol;
import io.magma.train.eval.task.TaskDefinition;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be evaluated.
 *
 * @param name names the folder of its files and its results
 * @param task its files and metric
 * @param protocol how it is asked
 * @param data folder of the files
 * @param shots numbers of examples, each a trial
 * @param labels closed set of answers that are ranked, where the protocol ranks or classifies; the task's own, or the user's
 * @param baselines what else is run beside the model that sees
 * @param skipMissing whether items without their picture are left out and counted
 */
public record TaskRequest(
        String name,
        TaskDefinition task,
        Protocol protocol,
        Path data,
        List<Integer> shots,
        List<String> labels,
        List<Baseline> baselines,
        boolean skipMissing) {
    public TaskRequest {
        shots = List.copyOf(shots);
        labels = List.copyOf(labels);
        baselines = List.copyOf(baselines);
        List<Integer> counts = shots;
        new Checks()
                .require(
                        !task.drawsEpisodes() || protocol.binding().isPresent(),
                        "protocol.binding",
                        () -> "is missing; it says how the episodes of " + task.name() + " are drawn")
                .require(
                        task.drawsEpisodes() || protocol.binding().isEmpty(),
                        "protocol.binding",
                        () -> "goes with episodes, which " + task.name() + " has not")
                .require(
                        name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                        "name",
                        () -> "must do for a folder, was '" + name + "'")
                .require(!counts.isEmpty(), "shots", () -> "must name at least one number")
                .require(counts.stream().allMatch(n -> n >= 0), "shots", () -> "must be at least 0, were " + counts)
                .require(
                        counts.stream().distinct().count() == counts.size(),
                        "shots",
                        () -> "has a number twice: " + counts)
                .done();
    }
}
