package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.answer.ScoreDocument;
import io.magma.train.eval.benchmark.Benchmark;
import io.magma.train.eval.benchmark.Benchmarks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma metric aokvqa}. */
@Command(
        name = "aokvqa",
        description = {
            "Accuracy on A-OKVQA: of the option chosen, and of direct answers.",
            "Results: {\"22MexNkBPpdZGX6sxbxVBH\": {\"multiple_choice\": \"ice\", \"direct_answer\": \"snow\"}, ...}."
        },
        footer = {
            "  magma metric aokvqa --annotations aokvqa_v1p0_val.json --results predictions_val.json --output scores.json",
            "  magma metric aokvqa --annotations aokvqa_v1p0_val.json --results predictions_val.json --task multiple_choice"
        })
final class MetricAokvqaCommand implements Callable<Integer> {
    /** The tasks of A-OKVQA. */
    enum Task {
        /** The option chosen. */
        MULTIPLE_CHOICE,
        /** The answer given without options. */
        DIRECT_ANSWER,
        /** Both of them. */
        BOTH
    }

    @Mixin
    private BenchmarkScoring scoring;

    @Option(
            names = "--task",
            defaultValue = "both",
            paramLabel = "NAME",
            description = "multiple_choice, direct_answer or both (default: ${DEFAULT-VALUE}).")
    private Task task;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        MetricOutput output = scoring.output();
        Map<String, Benchmark> tasks = new LinkedHashMap<>();
        if (task != Task.DIRECT_ANSWER) {
            tasks.put("multiple_choice", Benchmarks.aokVqaChoice());
        }
        if (task != Task.MULTIPLE_CHOICE) {
            tasks.put("direct_answer", Benchmarks.aokVqaDirect());
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        Map<String, Object> summary = new LinkedHashMap<>();
        StringBuilder table = new StringBuilder();
        tasks.forEach((name, benchmark) -> {
            ScoreDocument document = scoring.score(benchmark, Map.of("task", name));
            whole.put(name, document.whole());
            summary.put(name, document.summary());
            table.append(table.isEmpty() ? "" : "\n").append(ScoreTableText.of(document));
        });
        output.write(whole);
        output.print(spec, summary, table.toString());
        return ExitCode.OK;
    }
}
