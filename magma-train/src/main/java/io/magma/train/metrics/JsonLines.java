package io.magma.train.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file of one JSON object a record, its first field {@code step}.
 *
 * <p>Each record is in the file as soon as it is written, so that others can follow it; see {@link RecordFile} for full disks.
 */
public final class JsonLines implements MetricSink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordFile file;

    private JsonLines(RecordFile file) {
        this.file = file;
    }

    /**
     * Opens a file to append to.
     *
     * @param resumedStep records of later steps are dropped first, and so is a line that was cut off: the resumed run writes
     *     them again; 0 for a new run
     * @throws MetricsException if the file cannot be read or written
     */
    public static JsonLines append(Path file, int resumedStep) {
        return append(file, record -> record.path("step").intValue() <= resumedStep);
    }

    /**
     * Opens a file to append to for a run whose next record is the evaluation of {@code resumedStep}.
     *
     * @param resumedStep records of later steps are dropped first, and so are its evaluation, if it was made already, and a
     *     line that was cut off
     * @throws MetricsException if the file cannot be read or written
     */
    public static JsonLines appendEvaluation(Path file, int resumedStep) {
        return append(file, record -> {
            int step = record.path("step").intValue();
            return step < resumedStep || (step == resumedStep && !isEvaluation(record));
        });
    }

    private static boolean isEvaluation(JsonNode record) {
        boolean[] found = new boolean[1];
        record.fieldNames().forEachRemaining(name -> found[0] |= name.startsWith("eval_"));
        return found[0];
    }

    private static JsonLines append(Path file, Predicate<JsonNode> keep) {
        try {
            if (Files.isRegularFile(file)) {
                cut(file, keep);
            }
            return new JsonLines(RecordFile.open(file));
        } catch (IOException e) {
            throw new MetricsException(file, "cannot open", e);
        }
    }

    private static void cut(Path file, Predicate<JsonNode> keep) throws IOException {
        String text = Files.readString(file);
        List<String> kept = text.lines()
                .filter(line -> parse(line).filter(keep).isPresent())
                .toList();
        String cut = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
        if (!cut.equals(text)) {
            Path aside = file.resolveSibling("." + file.getFileName() + ".partial");
            Files.writeString(aside, cut);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Optional<JsonNode> parse(String line) {
        try {
            return Optional.of(JSON.readTree(line))
                    .filter(record -> record.path("step").isInt());
        } catch (JsonProcessingException e) {
            return Optional.empty(); // cut off when the process ended
        }
    }

    @Override
    public void write(int step, Map<String, ?> values) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("step", step);
        record.putAll(values);
        try {
            file.append((JSON.writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("values without a JSON form: " + values, e);
        }
    }

    @Override
    public void flush() {
        file.flush();
    }

    @Override
    public void close() {
        file.close();
    }
}
