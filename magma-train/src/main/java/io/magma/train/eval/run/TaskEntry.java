package io.magma.train.eval.run;

import io.magma.config.Checks;
import io.magma.config.Key;
import io.magma.train.eval.protocol.BindingSettings;
import io.magma.train.eval.protocol.Protocol;
import io.magma.train.eval.protocol.ProtocolPresets;
import io.magma.train.eval.task.TaskDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One task of an evaluation, as the user writes it.
 *
 * @param task name of the task
 * @param name names its results; empty means as the task
 * @param data folder of its files
 * @param shots numbers of examples, each a trial
 * @param protocol a preset, or a YAML file relative to the one that names it
 * @param set overrides of the protocol
 * @param files overrides of the task's files
 * @param baselines what else is run beside the model that sees
 * @param labels closed set of answers to rank; empty means the task's own, or the words of its episodes
 * @param limit most items; 0 means as the protocol says
 * @param skipMissing whether items without their picture are left out and counted
 */
public record TaskEntry(
        @Key(value = "Name of the task", required = true) String task,

        @Key(value = "Names its results; empty means as the task", fallback = "")
        String name,

        @Key(value = "Folder of its files", required = true) Path data,

        @Key(value = "Numbers of examples, each a trial", range = "at least 0", fallback = "0")
        List<Integer> shots,

        @Key(value = "A preset, or a YAML file", fallback = "default")
        String protocol,

        @Key("Overrides of the protocol, key=value each") List<String> set,

        @Key("Overrides of the task's files, such as eval.questions=[FILE]")
        List<String> files,

        @Key("What else is run beside the model that sees") List<Baseline> baselines,

        @Key("Closed set of answers to rank; empty means the task's own")
        List<String> labels,

        @Key(value = "Most items; 0 means as the protocol says", range = "at least 0", fallback = "0")
        int limit,

        @Key(value = "Whether items without their picture are left out and counted", fallback = "false")
        boolean skipMissing) {
    public TaskEntry {
        shots = List.copyOf(shots);
        set = List.copyOf(set);
        files = List.copyOf(files);
        baselines = List.copyOf(baselines);
        labels = List.copyOf(labels);
        new Checks().atLeast(0, "limit", limit).done();
    }

    /**
     * What is meant.
     *
     * @param base folder that a protocol's file is relative to
     * @throws io.magma.config.ConfigException if there is no such task or protocol, or an override does not fit
     */
    TaskRequest request(Path base) {
        TaskDefinition definition = TaskDefinition.named(task, files);
        List<String> overrides = new ArrayList<>(set);
        if (limit > 0) {
            overrides.add("samples.count=" + limit);
        }
        Path file = base.resolve(protocol);
        String named =
                !ProtocolPresets.NAMES.contains(protocol) && Files.isRegularFile(file) ? file.toString() : protocol;
        Protocol asked = ProtocolPresets.load(named, definition, overrides);
        List<Baseline> seen = new ArrayList<>(List.of(Baseline.NONE));
        baselines.stream().filter(b -> !seen.contains(b)).forEach(seen::add);
        return new TaskRequest(
                name.isEmpty() ? task : name,
                definition,
                asked,
                data,
                shots,
                labels(definition, asked),
                seen,
                skipMissing);
    }

    private List<String> labels(TaskDefinition definition, Protocol asked) {
        return labels.isEmpty()
                ? asked.binding().map(BindingSettings::closedWords).orElse(definition.labels())
                : labels;
    }
}
