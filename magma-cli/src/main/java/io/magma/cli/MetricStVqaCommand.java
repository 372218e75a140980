package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.Benchmarks;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma metric stvqa}. */
@Command(
        name = "stvqa",
        description = {
            "Average normalised Levenshtein similarity (ANLS) on ST-VQA.",
            "Results: [{\"question_id\": 1, \"answer\": \"stop\"}, ...]."
        },
        footer = "  magma metric stvqa --annotations test_task_3.json --results results.json")
final class MetricStVqaCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        return scoring.run(spec, Benchmarks.stVqa(), Map.of());
    }
}
