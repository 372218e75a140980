package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.answer.ScoreDocument;
import io.magma.train.eval.benchmark.Benchmark;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Scoring of a file of results against a file of annotations. */
final class BenchmarkScoring {
    @Option(
            names = {"-a", "--annotations"},
            required = true,
            paramLabel = "FILE",
            description = "Questions with their answers in the official layout.")
    private Path annotations;

    @Option(
            names = {"-r", "--results"},
            required = true,
            paramLabel = "FILE",
            description = "Results in the official layout, or one JSON object of answers by id.")
    private Path results;

    @Mixin
    private MetricOutput output;

    Path annotations() {
        return annotations;
    }

    Path results() {
        return results;
    }

    /** Checked options of where scores go. */
    MetricOutput output() {
        output.check();
        return output;
    }

    /** Scores and prints; {@code protocol} is told before the metric. */
    int run(CommandSpec spec, Benchmark benchmark, Map<String, String> protocol) throws JsonProcessingException {
        output().print(spec, score(benchmark, protocol));
        return ExitCode.OK;
    }

    ScoreDocument score(Benchmark benchmark, Map<String, String> protocol) {
        Map<String, String> told = new LinkedHashMap<>(protocol);
        told.put("metric", benchmark.metric());
        return ScoreDocument.of(told, benchmark.evaluate(annotations, results, output.idMatch()), output.bootstrap());
    }
}
