package io.magma.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.train.eval.answer.IdMatch;
import io.magma.train.eval.answer.ScoreDocument;
import io.magma.train.eval.statistics.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What all metrics have in common: where scores go, which ids must match, intervals. */
final class MetricOutput {
    private static final ObjectMapper JSON = new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "JSON file of scores to write: overall, by type, by question (evalQA), intervals (ci95).")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object on one line.")
    private boolean json;

    @Option(
            names = "--partial",
            description =
                    "Score the questions that are in both annotations and results; otherwise the ids must be the same.")
    private boolean partial;

    @Option(
            names = "--resamples",
            defaultValue = "" + Bootstrap.DEFAULT_RESAMPLES,
            paramLabel = "N",
            description = "Draws of the bootstrap behind the 95 %% intervals (default: ${DEFAULT-VALUE}).")
    private int resamples;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "S",
            description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** Looks at the options before work is done. */
    void check() {
        if (resamples < 1) {
            throw new ConfigException("--resamples must be at least 1, was " + resamples);
        }
        output.ifPresent(path -> new OutputFile(path).check());
    }

    Bootstrap bootstrap() {
        return new Bootstrap(resamples, seed);
    }

    IdMatch idMatch() {
        return partial ? IdMatch.PARTIAL : IdMatch.STRICT;
    }

    /** Writes and prints scores. */
    void print(CommandSpec spec, ScoreDocument document) throws JsonProcessingException {
        write(document.whole());
        if (!document.report().mismatch().isNone()) {
            spec.commandLine()
                    .getErr()
                    .println("left out: " + document.report().mismatch().told());
        }
        print(spec, document.summary(), ScoreTableText.of(document));
    }

    /** Prints a JSON object, or a table instead. */
    void print(CommandSpec spec, Map<String, Object> summary, String table) throws JsonProcessingException {
        if (json) {
            spec.commandLine().getOut().println(JSON.writeValueAsString(summary));
        } else {
            spec.commandLine().getOut().print(table);
            spec.commandLine().getOut().flush();
        }
    }

    /** Writes the file that was asked for, if one was. */
    void write(Map<String, Object> document) {
        output.ifPresent(path -> new OutputFile(path).write(() -> writeJson(path, document)));
    }

    private static void writeJson(Path path, Object document) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(path.toFile(), document);
    }
}
