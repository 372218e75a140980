package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.train.eval.run.Baseline;
import io.magma.train.eval.run.Share;
import io.magma.train.eval.run.TaskEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Evaluation on public tasks: the options that are for it alone. */
final class TaskOptions {
    @Option(
            names = "--task",
            paramLabel = "NAME",
            description =
                    "Public task: vqa, okvqa, gqa, vizwiz, textvqa, caption, nocaps, snli-ve, hateful-memes; custom-vqa "
                            + "and custom-caption for own data in their layout; fast-binding for words bound to pictures of "
                            + "classes, of the framework's formats or a folder for each class.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--shots",
            split = ",",
            defaultValue = "0",
            paramLabel = "N",
            description = "Numbers of examples before a question, each a trial (default: ${DEFAULT-VALUE}).")
    private List<Integer> shots;

    @Option(
            names = "--protocol",
            defaultValue = "default",
            paramLabel = "NAME|FILE",
            description =
                    "How it is asked: default, magma2022, openflamingo, blip2, emu, mm1, lmms_eval, frozen, or a YAML "
                            + "file; --set overrides its keys (default: ${DEFAULT-VALUE}).")
    private String protocol;

    @Option(
            names = "--baselines",
            split = ",",
            paramLabel = "NAME",
            description =
                    "What else is run beside the model that sees: blind (all pixels zero), shuffled (another item's "
                            + "picture), question_only (no picture).")
    private List<Baseline> baselines = new ArrayList<>();

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "TEXT",
            description =
                    "Closed set of answers, if absent the task's own; --set decoding.mode=class_head takes the one that the "
                            + "model's class head finds most probable, rank_mean or rank_sum the one with the highest "
                            + "log-likelihood, closed_set (the default where a task has labels) the head if there is one.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--file",
            paramLabel = "KEY=FILE",
            description =
                    "Another file or folder than the task's usual one: eval.questions, eval.annotations, eval.images, and "
                            + "the same of train, relative to --data; may be repeated.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--skip-missing",
            description = "Leave out items whose picture is not there, and count them, instead of refusing.")
    private boolean skipMissing;

    @Option(
            names = "--rank",
            defaultValue = "0",
            paramLabel = "I",
            description = "Number of this process where several share the work, from 0 (default: ${DEFAULT-VALUE}).")
    private int rank;

    @Option(
            names = "--ranks",
            defaultValue = "1",
            paramLabel = "N",
            description = "Number of processes that share the work and the output folder (default: ${DEFAULT-VALUE}).")
    private int ranks;

    boolean isGiven() {
        return task.isPresent();
    }

    /** The task's name, if one is given. */
    Optional<String> name() {
        return task;
    }

    /** What is asked for. */
    TaskEntry entry(List<String> data, int limit, List<String> overrides) {
        if (data.size() != 1) {
            throw new ConfigException("--task goes with one --data DIR, the folder of its files");
        }
        return new TaskEntry(
                task.orElseThrow(),
                "",
                Path.of(data.get(0)),
                shots,
                protocol,
                overrides,
                files.stream().map(TaskOptions::override).toList(),
                baselines,
                labels,
                limit,
                skipMissing);
    }

    /** Which part of the items this process asks. */
    Share share(int batchSize) {
        return new Share(rank, ranks, batchSize);
    }

    // Keys of files are lists of candidates; what the user names is the only one.
    private static String override(String file) {
        int equals = file.indexOf('=');
        String value = file.substring(equals + 1);
        return equals < 1 || value.startsWith("[")
                ? file
                : file.substring(0, equals + 1) + "[\""
                        + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }
}
