package io.magma.train.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.RunConfig;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.ProgressReporter;
import io.magma.train.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Times the steps of a training run, by what the run itself writes into {@code metrics.jsonl}. */
public final class TrainBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double GIB = 1L << 30;

    private TrainBench() {}

    /**
     * Runs and measures; the run's folder is left behind.
     *
     * @param config run whose {@code checkpoint.dir} is empty
     * @param warmup steps at its start that do not count
     * @return {@code batch_size}, {@code seconds} of a step, {@code tokens_per_second} (target tokens), {@code
     *     samples_per_second}, {@code data_wait_fraction}, {@code phase_seconds} and, on Linux, {@code peak_resident_gib}, the
     *     most since {@link PeakMemory#reset}
     * @throws ConfigException if no step is left after the warm-up
     * @throws IOException if the metrics cannot be read
     */
    public static Map<String, Object> measure(RunConfig config, int warmup, ProgressReporter progress)
            throws IOException {
        if (warmup >= config.training().steps()) {
            throw new ConfigException("there must be more steps than the warm-up's " + warmup);
        }
        PeakMemory.reset();
        try (StopRequest stop = StopRequest.manual()) {
            new TrainingRun(config, ResumeMode.parse("never"), progress).run(stop);
        }
        List<JsonNode> steps = steps(config.checkpoint().dir().resolve("metrics.jsonl"), warmup);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("batch_size", config.training().batchSize());
        result.put("seconds", spread(steps, step -> step.path("seconds").asDouble()));
        result.put(
                "tokens_per_second",
                spread(steps, step -> step.path("tokens_per_second").asDouble()));
        result.put(
                "samples_per_second",
                spread(steps, step -> step.path("samples_per_second").asDouble()));
        result.put(
                "data_wait_fraction",
                steps.stream()
                                .mapToDouble(
                                        step -> step.at("/phase_seconds/data").asDouble())
                                .sum()
                        / steps.stream()
                                .mapToDouble(step -> step.path("seconds").asDouble())
                                .sum());
        Map<String, Double> phases = new LinkedHashMap<>();
        steps.get(0)
                .path("phase_seconds")
                .fieldNames()
                .forEachRemaining(phase -> phases.put(
                        phase,
                        spread(
                                        steps,
                                        step -> step.path("phase_seconds")
                                                .path(phase)
                                                .asDouble())
                                .median()));
        result.put("phase_seconds", phases);
        JsonNode peak = steps.get(steps.size() - 1).path("peak_resident_bytes");
        if (peak.isNumber()) {
            result.put("peak_resident_gib", peak.asDouble() / GIB);
        }
        return result;
    }

    private static Spread spread(List<JsonNode> steps, ToDoubleFunction<JsonNode> value) {
        return Spread.of(steps.stream().mapToDouble(value).toArray());
    }

    private static List<JsonNode> steps(Path metrics, int warmup) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        for (String line : Files.readAllLines(metrics)) {
            JsonNode record = JSON.readTree(line);
            if (record.has("loss") && record.path("step").asInt() > warmup) {
                steps.add(record);
            }
        }
        return steps;
    }
}
