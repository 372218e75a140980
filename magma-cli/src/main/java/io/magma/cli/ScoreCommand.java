package io.magma.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.CaptionChoice;
import io.magma.config.ConfigException;
import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.LossTarget;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.torch.Devices;
import io.magma.train.run.SampleScore;
import io.magma.train.run.SampleScorer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** {@code magma score}. */
@Command(
        name = "score",
        description = {
            "Writes the log-probability of every target token of a data set, one JSON object a sample:",
            "{\"image\", \"tokens\": [ids], \"logprobs\": [...], \"loss\"}; the tokens end in the end-of-sequence token."
        },
        footer = {
            "  magma score -c run.yml --data data --output scores.jsonl",
            "  magma score -m runs/demo --data data/val_style --format webdataset --content questions --output scores.jsonl"
        })
final class ScoreCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Data to score; the evaluation data of the run if absent.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--format",
            defaultValue = "magma",
            paramLabel = "NAME",
            description = "Its layout: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private DataFormat format;

    @Option(
            names = "--content",
            defaultValue = "captions",
            paramLabel = "NAME",
            description = "Which texts of a sample: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private SampleContent content;

    @Option(
            names = "--batch-size",
            defaultValue = "8",
            paramLabel = "N",
            description = "Samples at a time (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "File of JSON lines to write.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (batchSize < 1) {
            throw new ConfigException("--batch-size must be at least 1, was " + batchSize);
        }
        ModelChoice choice = model.choice();
        List<SourceConfig> sources = sources(choice);
        Totals totals = new Totals();
        try (SampleScorer scorer =
                        new SampleScorer(choice.model(), Devices.preferred(), choice.seed(), choice.trained());
                BufferedWriter out = Files.newBufferedWriter(output)) {
            for (SourceConfig source : sources) {
                scorer.score(source, batchSize, score -> {
                    totals.add(score);
                    write(out, score);
                });
            }
        }
        spec.commandLine().getOut().println(output + ": " + totals);
        return ExitCode.OK;
    }

    private List<SourceConfig> sources(ModelChoice choice) {
        if (data.isEmpty()) {
            if (choice.eval().isEmpty()) {
                throw new ConfigException("--data is needed, as the configuration has no data.eval");
            }
            return choice.eval();
        }
        return List.of(new SourceConfig(
                format,
                Location.of(data.get().toAbsolutePath().normalize()),
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
                Optional.empty()));
    }

    private static void write(BufferedWriter out, SampleScore score) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("image", score.image());
        line.put("tokens", score.tokens());
        line.put("logprobs", score.logprobs());
        line.put("loss", score.loss());
        try {
            out.write(JSON.writeValueAsString(line));
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Totals {
        private int samples;
        private long tokens;
        private double loss;

        void add(SampleScore score) {
            samples++;
            tokens += score.tokens().length;
            loss += score.loss() * score.tokens().length;
        }

        @Override
        public String toString() {
            return String.format(
                    java.util.Locale.ROOT,
                    "%d samples, %d tokens, mean loss %.6f",
                    samples,
                    tokens,
                    loss / Math.max(1, tokens));
        }
    }
}
