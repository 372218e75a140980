package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.config.ConfigException;
import io.magma.inference.VisionLanguageModel;
import io.magma.multimodal.ModelFolder;
import io.magma.torch.Devices;
import io.magma.train.eval.run.AskingProgress;
import io.magma.train.eval.run.EvaluationFile;
import io.magma.train.eval.run.EvaluationRun;
import io.magma.train.eval.run.ModelAnswerer;
import io.magma.train.eval.run.ModelIdentity;
import io.magma.train.eval.run.ResultFile;
import io.magma.train.eval.run.Share;
import io.magma.train.metrics.CountProgress;
import io.magma.train.report.EvaluationResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma eval}. */
@Command(
        name = "eval",
        description = {
            "Evaluates a model, in one of three ways.",
            "With --task, on a public task as its papers did it: examples, prompts, decoding and scoring are a protocol. Into "
                    + "the folder --output go the answers as they come, so that an interrupted evaluation goes on where it was, "
                    + "every item with its score, answers in the official result format, and results.json.",
            "With -c of a file that has tasks, on several of them.",
            "Otherwise on captions and questions in the framework's own formats by exact match, into the file --output, which "
                    + "magma report shows; beside the model stand the same model without the picture (--blind) and the most "
                    + "frequent answer of the training data (--train)."
        },
        footer = {
            "  magma eval -m runs/demo --task okvqa --shots 0,4,8 --data data/okvqa --output runs/demo/okvqa",
            "  magma eval -m runs/demo --task vqa --protocol openflamingo --set decoding.beams=1 --limit 1000 --baselines blind "
                    + "--data data/vqa --output vqa",
            "  magma eval -m runs/demo --task fast-binding --ways 2 --shots 1,3,5 --induction --class-by concept "
                    + "--data src-test-data/emoji/val_concept --output runs/demo/binding",
            "  magma eval -c eval.yml",
            "  magma eval -m runs/demo --data val=data/val --output runs/demo/evaluation.json",
            "  magma eval -m runs/demo --data val=data/val --train data/train --blind --limit 200 --output quick.json"
        })
final class EvalCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions model;

    @Option(
            names = "--data",
            paramLabel = "DIR|NAME=PATH",
            description =
                    "Folder of a task's files; without --task, data to evaluate on, under a short name; may be repeated.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--limit",
            defaultValue = "0",
            paramLabel = "N",
            description = "Most items of a task, in the order of its protocol; without --task, most captions and most "
                    + "questions of each data set, taken evenly; 0 means all.")
    private int limit;

    @Option(
            names = "--batch-size",
            defaultValue = "64",
            paramLabel = "N",
            description = "Prompts at a time (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR|FILE",
            description = "Folder to write into; without --task, the file to write; a report of the run looks for "
                    + "RUN/evaluation.json.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private TaskOptions task;

    @Mixin
    private BindingOptions binding;

    @Mixin
    private ExactMatchOptions exact;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        if (limit < 0 || batchSize < 1) {
            throw new ConfigException(
                    "--limit must be at least 0 and --batch-size at least 1, were " + limit + " and " + batchSize);
        }
        List<String> overrides = new ArrayList<>(binding.overrides(task.name()));
        overrides.addAll(model.overrides());
        Optional<Path> file = model.configFile().filter(EvaluationFile::isOne);
        String text;
        if (file.isPresent()) {
            text = tasksOf(file.get());
        } else if (task.isGiven()) {
            text = oneTask(overrides);
        } else {
            text = exactMatch();
        }
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private String tasksOf(Path file) throws JsonProcessingException {
        if (task.isGiven() || !data.isEmpty() || output.isPresent()) {
            throw new ConfigException(
                    file + ": names tasks, data and output itself; leave --task, --data and --output out");
        }
        EvaluationFile asked = EvaluationFile.read(file, model.overrides());
        Path base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        EvaluationRun run = new EvaluationRun(asked.tasks(), base, folder(asked.output()));
        ModelFolder folder = ModelFolder.open(asked.model());
        ModelIdentity identity = ModelIdentity.of(asked.model().toString(), folder.folder());
        try (VisionLanguageModel loaded = VisionLanguageModel.load(asked.model(), Devices.preferred())) {
            return ask(run, loaded, identity, task.share(asked.batchSize()), asked.output());
        }
    }

    private String oneTask(List<String> overrides) throws JsonProcessingException {
        Path folder = folder(required());
        EvaluationRun run = new EvaluationRun(List.of(task.entry(data, limit, overrides)), Path.of(""), folder);
        Share share = task.share(batchSize);
        ModelChoice choice = model.choiceAsItIs();
        ModelIdentity identity = choice.trained()
                .map(trained -> ModelIdentity.of(
                        model.named(), trained.resolveSibling(".").normalize()))
                .orElseGet(() -> ModelIdentity.ofConfig(model.configFile().orElseThrow()));
        try (VisionLanguageModel loaded = choice.load(Devices.preferred())) {
            return ask(run, loaded, identity, share, folder);
        }
    }

    private String ask(EvaluationRun run, VisionLanguageModel loaded, ModelIdentity identity, Share share, Path folder)
            throws JsonProcessingException {
        CountProgress shown = Terminal.countProgress(spec);
        AskingProgress progress = (name, trial, done, of, score) -> shown.show(
                name + ", " + trial.shots() + " shots, seed " + trial.seed() + ", " + trial.baselineName(),
                done,
                of,
                score.isPresent() ? String.format(Locale.ROOT, "score %.4f", score.getAsDouble()) : "");
        Optional<ResultFile> result = run.run(new ModelAnswerer(loaded), identity, share, progress);
        if (result.isEmpty()) {
            return folder + ": process " + share.rank() + " of " + share.ranks()
                    + " is done; the one that ends last writes " + ResultFile.FILE_NAME + "\n";
        }
        TaskText text = new TaskText(result.get(), folder.resolve(ResultFile.FILE_NAME));
        return json.isOn() ? text.json() : text.table();
    }

    private String exactMatch() throws JsonProcessingException {
        if (data.isEmpty()) {
            throw new ConfigException("--data NAME=PATH says what is evaluated, or --task with --data DIR");
        }
        OutputFile file = new OutputFile(required()).check();
        EvaluationProgress progress = new EvaluationProgress(spec.commandLine().getErr(), Terminal.canRewrite());
        EvaluationResult result = exact.evaluate(model, named(), limit, batchSize, progress);
        file.write(() -> result.write(file.path()));
        EvaluationText text = new EvaluationText(result);
        return json.isOn() ? text.json(file.path()) : text.table();
    }

    private Map<String, Path> named() {
        Map<String, Path> named = new LinkedHashMap<>();
        for (String one : data) {
            int equals = one.indexOf('=');
            if (equals < 1) {
                throw new ConfigException("--data " + one + ": must be NAME=PATH, or a folder with --task");
            }
            try {
                named.put(one.substring(0, equals), Path.of(one.substring(equals + 1)));
            } catch (InvalidPathException e) {
                throw new ConfigException("--data " + one + ": " + e.getMessage(), e);
            }
        }
        return named;
    }

    private Path required() {
        return output.orElseThrow(() -> new ConfigException("--output is missing: it says where to write"));
    }

    private static Path folder(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new ConfigException(path + ": is a file, not a folder to write into");
        }
        return path;
    }
}
