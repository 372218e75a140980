package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.Benchmarks;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma metric docvqa}. */
@Command(
        name = "docvqa",
        description = {
            "Average normalised Levenshtein similarity (ANLS) on DocVQA.",
            "Results: [{\"questionId\": 1, \"answer\": \"1972\"}, ...]."
        },
        footer = "  magma metric docvqa --annotations val_v1.0.json --results results.json")
final class MetricDocVqaCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        return scoring.run(spec, Benchmarks.docVqa(), Map.of());
    }
}
