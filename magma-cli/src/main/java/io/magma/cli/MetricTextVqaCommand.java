package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.Benchmarks;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma metric textvqa}. */
@Command(
        name = "textvqa",
        description = {
            "VQA accuracy on TextVQA as the EvalAI server computes it.",
            "Results: [{\"question_id\": 1, \"answer\": \"stop\"}, ...]."
        },
        footer = "  magma metric textvqa --annotations TextVQA_0.5.1_val.json --results results.json")
final class MetricTextVqaCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        return scoring.run(spec, Benchmarks.textVqa(), Map.of());
    }
}
