package io.magma.train.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of one JSON object a record, its first field {@code step}.
 *
 * <p>Each record is on disk as soon as it is written, so that others can follow the file.
 */
public final class JsonLines implements MetricSink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Writer writer;

    private JsonLines(Path file, Writer writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Opens a file to append to.
     *
     * @param resumedStep records of later steps are dropped first, and so is a line that was cut off: the resumed run writes
     *     them again; 0 for a new run
     * @throws MetricsException if the file cannot be read or written
     */
    public static JsonLines append(Path file, int resumedStep) {
        try {
            if (Files.isRegularFile(file)) {
                dropAfter(file, resumedStep);
            }
            return new JsonLines(
                    file, Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new MetricsException(file, "cannot open", e);
        }
    }

    private static void dropAfter(Path file, int step) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> kept = lines.stream().filter(line -> isUpTo(line, step)).toList();
        if (kept.size() < lines.size()) {
            Path aside = file.resolveSibling("." + file.getFileName() + ".partial");
            Files.write(aside, kept);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean isUpTo(String line, int step) {
        try {
            JsonNode record = JSON.readTree(line);
            return record.path("step").isInt() && record.get("step").intValue() <= step;
        } catch (JsonProcessingException e) {
            return false; // cut off when the process ended
        }
    }

    @Override
    public void write(int step, Map<String, ?> values) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("step", step);
        record.putAll(values);
        try {
            writer.write(JSON.writeValueAsString(record) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new MetricsException(file, "cannot write", e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new MetricsException(file, "cannot close", e);
        }
    }
}
