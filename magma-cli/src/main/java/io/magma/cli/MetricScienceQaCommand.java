package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.Benchmarks;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma metric scienceqa}. */
@Command(
        name = "scienceqa",
        description = {
            "Accuracy on ScienceQA: the letter of the option, alone or as in \"B. wood\"; by subject, grade and picture.",
            "Results: {\"5\": \"A\", ...} or [{\"id\": \"5\", \"answer\": \"A\"}, ...]."
        },
        footer = "  magma metric scienceqa --annotations problems.json --split test --results results.json")
final class MetricScienceQaCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Option(names = "--split", paramLabel = "NAME", description = "Only problems of this split; all if absent.")
    private Optional<String> split = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        return scoring.run(spec, Benchmarks.scienceQa(split), Map.of("split", split.orElse("all")));
    }
}
