package io.magma.train.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.magma.config.Checks;
import io.magma.config.ConfigLoader;
import io.magma.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A YAML file of several tasks.
 *
 * @param model checkpoint, run or exported model
 * @param output folder to write into
 * @param batchSize prompts that are asked together
 * @param tasks what is evaluated
 */
public record EvaluationFile(
        @Key(value = "Checkpoint, run or exported model", required = true)
        Path model,

        @Key(value = "Folder to write into", required = true)
        Path output,

        @Key(value = "Prompts that are asked together", range = "at least 1", fallback = "64")
        int batchSize,

        @Key(value = "What is evaluated", required = true) List<TaskEntry> tasks) {
    public EvaluationFile {
        tasks = List.copyOf(tasks);
        Set<String> names = new HashSet<>();
        List<String> twice = tasks.stream()
                .map(t -> t.name().isEmpty() ? t.task() : t.name())
                .filter(name -> !names.add(name))
                .toList();
        List<TaskEntry> all = tasks;
        new Checks()
                .atLeast(1, "batch_size", batchSize)
                .require(!all.isEmpty(), "tasks", () -> "must name at least one")
                .require(twice.isEmpty(), "tasks", () -> "has " + twice + " twice; give each a name of its own")
                .done();
    }

    /** Whether a YAML file is such a file rather than a run's configuration; a malformed file is none. */
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            JsonNode root = new YAMLMapper().readTree(file.toFile());
            return root != null && root.has("tasks");
        } catch (IOException e) {
            return false; // the reader of configurations says what is wrong with it
        }
    }

    /**
     * Reads one, strictly.
     *
     * @param overrides {@code a.b=value} each
     * @throws io.magma.config.ConfigException with all problems, one a line
     */
    public static EvaluationFile read(Path file, List<String> overrides) {
        return ConfigLoader.load(file, EvaluationFile.class, overrides);
    }
}
