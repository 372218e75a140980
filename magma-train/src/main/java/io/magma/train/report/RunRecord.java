package io.magma.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run left in its folder.
 *
 * @param name name of the folder
 * @param curves measured numbers by name, in the order they first appear
 * @param samples pictures with what the model said about them at each evaluation
 * @param config the resolved configuration
 * @param versions what made its last checkpoint, by name
 * @param evaluation results, if it was evaluated
 */
record RunRecord(
        String name,
        Map<String, Curve> curves,
        List<SampleTrack> samples,
        String config,
        Map<String, String> versions,
        Optional<EvaluationResult> evaluation) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a run folder.
     *
     * @throws ReportException if there are no metrics or they are malformed
     */
    static RunRecord read(Path run, Optional<Path> evaluation) {
        MetricsFile metrics = MetricsFile.read(run.resolve("metrics.jsonl"));
        Path name = run.toAbsolutePath().normalize().getFileName();
        return new RunRecord(
                name == null ? "/" : name.toString(),
                metrics.curves(),
                metrics.samples(run),
                text(run.resolve("config.yml")),
                versions(run),
                evaluation.map(EvaluationResult::read));
    }

    private static Map<String, String> versions(Path run) {
        Path latest = run.resolve("latest");
        if (!Files.exists(latest)) {
            return Map.of();
        }
        Path state = run.resolve("checkpoints").resolve(text(latest).strip()).resolve("state.json");
        Map<String, String> versions = new LinkedHashMap<>();
        try {
            JSON.readTree(text(state)).path("provenance").properties().stream()
                    .filter(value ->
                            value.getValue().isValueNode() && !value.getValue().isNull())
                    .forEach(value ->
                            versions.put(value.getKey(), value.getValue().asText()));
        } catch (JsonProcessingException e) {
            throw new ReportException(state + ": " + e.getOriginalMessage(), e);
        }
        return versions;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read", e);
        }
    }
}
