package io.magma.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.RunConfig;
import io.magma.hub.ModelFolders;
import io.magma.text.Tokenizers;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.inspect.DataStats;
import io.magma.train.inspect.PictureScan;
import io.magma.train.metrics.CountProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma data stats}: a data set in numbers. */
@Command(
        name = "stats",
        description =
                "Measures data sets: sizes, modes and aspect ratios of the pictures, duplicates, and lengths of captions,"
                        + " questions and answers in characters and tokens.",
        footer = {
            "  magma data stats data/coco --tokenizer models/pythia-160m",
            "  magma data stats data/cc3m --limit 10000 --json",
            "  magma data stats -c run.yml"
        })
final class DataStatsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private DataSelection data;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "Folder whose tokenizer counts tokens; that of the run if absent.")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--limit",
            defaultValue = "0",
            paramLabel = "N",
            description = "Most pictures of each data set, taken evenly; 0 means all.")
    private int limit;

    @Mixin
    private WorkersOption workers;

    @Option(names = "--json", description = "Print one JSON object on one line, data sets by their paths.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (limit < 0) {
            throw new ConfigException("--limit must be at least 0, was " + limit);
        }
        Optional<RunConfig> run = data.run();
        Optional<Path> folder = tokenizer.or(
                () -> run.map(r -> ModelFolders.of(r.model().languageModel().path())));
        CountProgress progress = Terminal.countProgress(spec);
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        for (Map.Entry<String, AnnotatedImages> set : data.open(run).entrySet()) {
            PictureScan scan = new PictureScan(set.getValue(), set.getKey(), workers.count(), progress::show);
            all.put(set.getKey(), DataStats.of(scan, limit, folder.map(Tokenizers::load)));
        }
        print(all);
        return ExitCode.OK;
    }

    private void print(Map<String, Map<String, Object>> all) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(all));
            return;
        }
        all.forEach((name, facts) -> {
            out.println(name);
            int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
            facts.forEach((key, value) -> out.println("  " + key + " ".repeat(width - key.length() + 2) + value));
        });
    }
}
