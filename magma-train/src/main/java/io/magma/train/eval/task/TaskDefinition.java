package io.magma.train.eval.task;

import io.magma.config.Checks;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.Key;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * An evaluation task: its files and how it is judged.
 *
 * @param name short name
 * @param format layout of the files
 * @param metric how answers are judged
 * @param labels texts of a closed set of answers, for those tasks that have one
 * @param eval what is asked
 * @param train where examples are taken from
 */
public record TaskDefinition(
        @Key(value = "Short name", required = true) String name,

        @Key(value = "Layout of the files", required = true) TaskFormat format,

        @Key(value = "How answers are judged", required = true)
        TaskMetric metric,

        @Key("Closed set of answers, for tasks that have one")
        List<String> labels,

        @Key("What is asked") TaskSplit eval,

        @Key("Where examples are taken from") TaskSplit train) {
    /** The tasks that are known by name. */
    public static final List<String> NAMES = List.of(
            "vqa",
            "okvqa",
            "gqa",
            "vizwiz",
            "textvqa",
            "caption",
            "nocaps",
            "snli-ve",
            "hateful-memes",
            "fast-binding",
            "custom-vqa",
            "custom-caption");

    public TaskDefinition {
        labels = List.copyOf(labels);
        TaskSplit asked = eval;
        boolean drawn = format == TaskFormat.LABELLED_IMAGES;
        new Checks()
                .require(drawn || !asked.questions().isEmpty(), "eval.questions", () -> "names no file")
                .require(drawn || !asked.images().isEmpty(), "eval.images", () -> "names no folder")
                .require(
                        !drawn || asked.questions().isEmpty(),
                        "eval.questions",
                        () -> "does not go with a task whose data are pictures alone")
                .done();
    }

    /**
     * A task by its name.
     *
     * @param overrides {@code eval.questions=[FILE]} and so on
     * @throws ConfigException if there is no such task, or an override does not fit
     */
    public static TaskDefinition named(String name, List<String> overrides) {
        if (!NAMES.contains(name)) {
            throw new ConfigException("--task " + name + ": there is no such task; known: " + String.join(", ", NAMES));
        }
        String file = name + ".yml";
        try (InputStream in = TaskDefinition.class.getResourceAsStream(file)) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ConfigLoader.parse(file, yaml, Path.of("/"), TaskDefinition.class, overrides);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Whether what is asked is drawn from pictures of classes, rather than read. */
    public boolean drawsEpisodes() {
        return format == TaskFormat.LABELLED_IMAGES;
    }

    /** Whether pictures are described, rather than questions answered. */
    public boolean captions() {
        return metric == TaskMetric.CAPTION;
    }

    /**
     * Reads what is asked.
     *
     * @param skipMissing whether items without their picture are left out and counted, rather than refused
     * @throws io.magma.train.data.DataException if a file is missing or malformed, or there is nothing to ask
     */
    public TaskItems readEval(Path data, boolean skipMissing) {
        return read(data, "eval", eval, skipMissing);
    }

    /** Reads what examples are taken from, likewise. */
    public TaskItems readTrain(Path data, boolean skipMissing) {
        if (train.questions().isEmpty()) {
            throw new ConfigException("task " + name + ": names no files to take examples from (train.questions)");
        }
        return read(data, "train", train, skipMissing);
    }

    private TaskItems read(Path data, String part, TaskSplit split, boolean skipMissing) {
        ItemCollector collector = new ItemCollector();
        format.reader().read(SplitFiles.of(data, part, split), collector);
        return collector.items(name + ", " + part, skipMissing);
    }
}
