package io.magma.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.RunConfig;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.inspect.InspectionPage;
import io.magma.train.inspect.Shot;
import io.magma.train.run.BatchPreview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code magma data inspect}: a data set to look at. */
@Command(
        name = "inspect",
        description = {
            "Writes a contact sheet: one self-contained HTML page of pictures with their captions and questions.",
            "With -c the page begins with the first micro-batch of the run, token by token with its labels, as training sees it;"
                    + " that loads the model."
        },
        footer = {
            "  magma data inspect data/coco -o coco.html",
            "  magma data inspect -c run.yml --count 24 -o run-data.html",
            "  magma data inspect -c run.yml --json"
        })
final class DataInspectCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private DataSelection data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Page to write; needed unless --json.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--count",
            defaultValue = "60",
            paramLabel = "N",
            description = "Most pictures of each data set, taken evenly; 0 means all (default: ${DEFAULT-VALUE}).")
    private int count;

    @Mixin
    private WorkersOption workers;

    @Option(names = "--json", description = "Print pictures' texts and the batch as one JSON object on one line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (count < 0) {
            throw new ConfigException("--count must be at least 0, was " + count);
        }
        if (output.isEmpty() && !json) {
            throw new ConfigException("--output is needed, unless --json");
        }
        Optional<RunConfig> run = data.run();
        List<InspectionPage.Sheet> sheets = new ArrayList<>();
        for (Map.Entry<String, AnnotatedImages> set : data.open(run).entrySet()) {
            AnnotatedImages images = set.getValue();
            sheets.add(new InspectionPage.Sheet(set.getKey(), images.size(), Shot.of(images, count, workers.count())));
        }
        Optional<BatchPreview> batch = run.map(BatchPreview::of);
        if (output.isPresent()) {
            Files.writeString(output.get(), InspectionPage.of(data.name(), sheets, batch));
        }
        spec.commandLine().getOut().println(json ? json(sheets, batch) : output.orElseThrow());
        return ExitCode.OK;
    }

    private static String json(List<InspectionPage.Sheet> sheets, Optional<BatchPreview> batch) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("data", sheets);
        if (batch.isPresent()) {
            all.put("batch", batch.get().json());
        }
        return JSON.writeValueAsString(all);
    }
}
