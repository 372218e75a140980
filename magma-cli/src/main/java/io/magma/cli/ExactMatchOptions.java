package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.DataFormat;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.torch.Devices;
import io.magma.train.eval.EvaluationListener;
import io.magma.train.eval.EvaluationSettings;
import io.magma.train.eval.EvaluationSplit;
import io.magma.train.report.EvaluationResult;
import io.magma.train.run.ModelEvaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Evaluation by exact match on the framework's own formats: the options that are for it alone. */
final class ExactMatchOptions {
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
            names = "--gallery",
            defaultValue = "24",
            paramLabel = "N",
            description = "Captions and questions of each data set that are kept with their pictures"
                    + " (default: ${DEFAULT-VALUE}).")
    private int gallery;

    /**
     * Evaluates.
     *
     * @param data paths by short name
     */
    EvaluationResult evaluate(
            ModelOptions model, Map<String, Path> data, int limit, int batchSize, EvaluationListener progress) {
        if (gallery < 0) {
            throw new ConfigException("--gallery must be at least 0, was " + gallery);
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
        try (ModelEvaluation evaluation =
                new ModelEvaluation(choice.model(), Devices.preferred(), choice.seed(), choice.trained())) {
            return evaluation.evaluate(model.named(), splits, training, settings, progress);
        }
    }

    private List<SourceConfig> sources(Path path) {
        if (!Files.exists(path)) {
            throw new ConfigException(path + ": no such file or folder");
        }
        DataFormat layout = format.orElseGet(
                () -> Files.isDirectory(path.resolve("image_data")) ? DataFormat.MAGMA : DataFormat.WEBDATASET);
        return content.stream().map(c -> SourceConfig.inOrder(layout, path, c)).toList();
    }
}
