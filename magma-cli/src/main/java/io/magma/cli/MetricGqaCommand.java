package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.Benchmarks;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma metric gqa}. */
@Command(
        name = "gqa",
        description = {
            "Accuracy on GQA: both sides normalised as VQA answers are, overall and by type.",
            "Results: [{\"questionId\": \"1\", \"prediction\": \"yes\"}, ...]."
        },
        footer =
                "  magma metric gqa --annotations testdev_balanced_questions.json --results results.json --output scores.json")
final class MetricGqaCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        return scoring.run(spec, Benchmarks.gqa(), Map.of());
    }
}
