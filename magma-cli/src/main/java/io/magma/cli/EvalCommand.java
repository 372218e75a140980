package io.magma.cli;

import io.magma.config.CaptionChoice;
import io.magma.config.ConfigException;
import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.LossTarget;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.torch.Devices;
import io.magma.train.eval.EvaluationSettings;
import io.magma.train.eval.EvaluationSplit;
import io.magma.train.report.EvaluationResult;
import io.magma.train.run.ModelEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
            "Scores captions and answers about held-out pictures by exact match and writes the results, with pictures to look "
                    + "at, as JSON; magma report shows them.",
            "Beside the model stand the same model without the picture (--blind) and the most frequent answer of the training "
                    + "data (--train)."
        },
        footer = {
            "  magma eval -m runs/demo --data val=data/val --output runs/demo/evaluation.json",
            "  magma eval -m runs/demo --data val=data/val --train data/train --blind --limit 200 --output quick.json"
        })
final class EvalCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "NAME=PATH",
            description = "Data to evaluate on, under a short name; may be repeated.")
    private Map<String, Path> data = new LinkedHashMap<>();

    @Option(
            names = "--describe",
            paramLabel = "NAME=TEXT",
            description = "What the data of that name measure, for the report; may be repeated.")
    private Map<String, String> descriptions = new LinkedHashMap<>();

    @Option(names = "--train", paramLabel = "PATH", description = "Training data, for the most frequent answers.")
    private Optional<Path> train = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "Layout of all data: magma or webdataset; if absent, magma where there is a folder image_data.")
    private Optional<DataFormat> format = Optional.empty();

    @Option(
            names = "--content",
            split = ",",
            defaultValue = "captions,questions",
            paramLabel = "NAME",
            description = "What of them is evaluated: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private List<SampleContent> content;

    @Option(names = "--blind", description = "Also let the model answer with all pixels zero.")
    private boolean blind;

    @Option(
            names = "--limit",
            defaultValue = "0",
            paramLabel = "N",
            description = "Most captions and most questions of each data set, taken evenly; 0 means all.")
    private int limit;

    @Option(
            names = "--gallery",
            defaultValue = "24",
            paramLabel = "N",
            description = "Captions and questions of each data set that are kept with their pictures"
                    + " (default: ${DEFAULT-VALUE}).")
    private int gallery;

    @Option(
            names = "--batch-size",
            defaultValue = "64",
            paramLabel = "N",
            description = "Prompts at a time (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "File to write; a report of the run looks for RUN/evaluation.json.")
    private Path output;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (limit < 0 || gallery < 0 || batchSize < 1) {
            throw new ConfigException("--limit and --gallery must be at least 0 and --batch-size at least 1, were "
                    + limit + ", " + gallery + " and " + batchSize);
        }
        for (String name : descriptions.keySet()) {
            if (!data.containsKey(name)) {
                throw new ConfigException("--describe " + name + ": there is no --data of that name");
            }
        }
        ModelChoice choice = model.choice();
        List<EvaluationSplit> splits = data.entrySet().stream()
                .map(e -> new EvaluationSplit(
                        e.getKey(), descriptions.getOrDefault(e.getKey(), ""), sources(e.getValue())))
                .toList();
        List<SourceConfig> training = train.map(this::sources).orElse(List.of());
        EvaluationSettings settings = new EvaluationSettings(
                blind, limit, batchSize, choice.generation().maxNewTokens(), gallery);
        EvaluationResult result;
        try (ModelEvaluation evaluation =
                new ModelEvaluation(choice.model(), Devices.preferred(), choice.seed(), choice.trained())) {
            EvaluationProgress progress =
                    new EvaluationProgress(spec.commandLine().getErr(), Terminal.canRewrite());
            result = evaluation.evaluate(model.named(), splits, training, settings, progress);
        }
        result.write(output);
        EvaluationText text = new EvaluationText(result);
        spec.commandLine().getOut().print(json.isOn() ? text.json(output) : text.table());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private List<SourceConfig> sources(Path path) {
        if (!Files.exists(path)) {
            throw new ConfigException(path + ": no such file or folder");
        }
        DataFormat layout = format.orElseGet(
                () -> Files.isDirectory(path.resolve("image_data")) ? DataFormat.MAGMA : DataFormat.WEBDATASET);
        return content.stream().map(c -> source(path, layout, c)).toList();
    }

    private static SourceConfig source(Path path, DataFormat layout, SampleContent content) {
        return new SourceConfig(
                layout,
                Location.of(path.toAbsolutePath().normalize()),
                1,
                false,
                CaptionChoice.FIRST,
                content,
                LossTarget.ANSWER,
                "Q: {prompt} A:",
                "",
                Optional.empty(),
                0,
                List.of(),
                Optional.empty());
    }
}
