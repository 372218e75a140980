package io.magma.train.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that an imported file held and what became of it.
 *
 * @param source the file
 * @param model what it was recognised as, in a line
 * @param counts number of tensors by fate
 * @param keys every tensor
 * @param notImported other values of the file, such as counters and optimizer state
 * @param notes what the user should know
 */
public record ImportReport(
        String source,
        String model,
        Map<KeyFate, Integer> counts,
        List<KeyReport> keys,
        List<String> notImported,
        List<String> notes) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final String NAME = "import-report";

    /** Copies the collections. */
    public ImportReport {
        counts = new TreeMap<>(counts);
        keys = List.copyOf(keys);
        notImported = List.copyOf(notImported);
        notes = List.copyOf(notes);
    }

    static ImportReport of(
            Path source, String model, List<KeyReport> keys, List<String> notImported, List<String> notes) {
        Map<KeyFate, Integer> counts = new TreeMap<>();
        keys.forEach(key -> counts.merge(key.fate(), 1, Integer::sum));
        return new ImportReport(String.valueOf(source.getFileName()), model, counts, keys, notImported, notes);
    }

    /** The report without its list of tensors, a fact a line. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(source + ": " + model);
        counts.forEach((fate, count) -> lines.add(count + " tensors " + describe(fate)));
        if (!notImported.isEmpty()) {
            lines.add("not imported: " + String.join(", ", notImported));
        }
        lines.addAll(notes);
        return lines;
    }

    private static String describe(KeyFate fate) {
        return switch (fate) {
            case FROZEN -> "written as frozen weights";
            case TRAINED -> "written as trained weights";
            case ENCODER -> "written as weights of the image encoder";
            case ALIAS -> "equal to others of which they are second names, dropped";
            case BUFFER -> "are tables and counters that are computed anew, dropped";
            case UNUSED -> "belong to parts that are not used, dropped";
        };
    }

    /** The whole report as a JSON object on one line. */
    public String toJson() {
        try {
            return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report of texts and numbers is always written", e);
        }
    }

    /** Writes {@code import-report.json} and {@code import-report.txt} into a folder. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME + ".json"), JSON.writeValueAsString(this) + "\n");
        List<String> lines = new ArrayList<>(summary());
        lines.add("");
        keys.forEach(key -> lines.add(String.join(
                "  ",
                key.fate().name().toLowerCase(Locale.ROOT),
                key.key(),
                key.dtype(),
                key.shape().toString(),
                "->",
                key.target())));
        Files.write(folder.resolve(NAME + ".txt"), lines);
    }
}
