package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.Benchmarks;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma metric snli-ve}. */
@Command(
        name = "snli-ve",
        description = {
            "Accuracy on SNLI-VE over pairs with a gold label, overall and by label.",
            "Results: [{\"pairID\": \"1.jpg#2r1c\", \"label\": \"neutral\"}, ...]."
        },
        footer = "  magma metric snli-ve --annotations snli_ve_test.jsonl --results results.json")
final class MetricSnliVeCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        return scoring.run(spec, Benchmarks.snliVe(), Map.of());
    }
}
