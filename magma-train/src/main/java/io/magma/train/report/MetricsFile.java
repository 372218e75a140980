package io.magma.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a run's {@code metrics.jsonl}.
 *
 * @param records in the order of the file
 */
record MetricsFile(List<JsonNode> records) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the file; one that is missing has no records.
     *
     * @throws ReportException if a line is malformed
     */
    static MetricsFile read(Path file) {
        List<JsonNode> records = new ArrayList<>();
        if (Files.exists(file)) {
            int number = 0;
            for (String line :
                    RunRecord.text(file).lines().filter(l -> !l.isBlank()).toList()) {
                number++;
                try {
                    records.add(JSON.readTree(line));
                } catch (JsonProcessingException e) {
                    throw new ReportException(file + ":" + number + ": " + e.getOriginalMessage(), e);
                }
            }
        }
        return new MetricsFile(List.copyOf(records));
    }

    /** Numbers over the steps by name, in the order they first appear; those in a map have its name and a dot before theirs. */
    Map<String, Curve> curves() {
        Map<String, Curve.Points> points = new LinkedHashMap<>();
        for (JsonNode record : records) {
            double step = record.path("step").asDouble();
            record.properties().forEach(value -> {
                if (value.getValue().isObject()) {
                    value.getValue()
                            .properties()
                            .forEach(part -> add(points, value.getKey() + "." + part.getKey(), step, part.getValue()));
                } else if (!value.getKey().equals("step")) {
                    add(points, value.getKey(), step, value.getValue());
                }
            });
        }
        Map<String, Curve> curves = new LinkedHashMap<>();
        points.forEach((key, value) -> curves.put(key, value.curve()));
        return curves;
    }

    private static void add(Map<String, Curve.Points> points, String name, double step, JsonNode value) {
        if (value.isNumber()) {
            points.computeIfAbsent(name, k -> new Curve.Points()).add(step, value.doubleValue());
        }
    }

    /** What the model said about the pictures of {@code samples} records, a track a picture and prompt. */
    List<SampleTrack> samples(Path run) {
        Map<String, SampleTrack> tracks = new LinkedHashMap<>();
        for (JsonNode record : records) {
            for (JsonNode sample : record.path("samples")) {
                String image = sample.path("image").asText();
                String prompt = sample.path("prompt").asText();
                tracks.computeIfAbsent(
                                image + " " + prompt,
                                key -> new SampleTrack(
                                        run.resolve(image),
                                        prompt,
                                        sample.path("truth").asText(),
                                        new ArrayList<>()))
                        .said()
                        .add(new SampleTrack.Said(
                                record.path("step").asInt(), sample.path("text").asText()));
            }
        }
        return List.copyOf(tracks.values());
    }
}
