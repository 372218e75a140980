package io.magma.train.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * {@code manifest.json} of a converted data set: where it comes from, what is in it, how it was made.
 *
 * @param format name of the data set's format
 * @param licenceNote what is known of its licence; the data set's own terms hold
 * @param version version of this framework
 * @param source files and choices it was made from
 * @param options how it was written
 * @param counts pictures named by the annotations and what became of them, captions, questions, bytes
 * @param leftOut annotations that were not taken, by kind
 */
public record ConversionManifest(
        String format,
        String licenceNote,
        String version,
        Map<String, Object> source,
        Map<String, Object> options,
        Map<String, Long> counts,
        Map<String, Long> leftOut) {
    /** Its name in the folder. */
    public static final String FILE_NAME = "manifest.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /**
     * Reads the manifest of a folder.
     *
     * @return empty if there is none
     * @throws DataException if it is malformed
     */
    static Optional<ConversionManifest> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), ConversionManifest.class));
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": is no manifest of a conversion: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether the other one was made of the same data in the same way. */
    boolean sameConversion(ConversionManifest other) throws IOException {
        return plan().equals(other.plan());
    }

    // As it reads back: numbers that were just counted have other types than numbers out of a file.
    private JsonNode plan() throws IOException {
        return JSON.readTree(JSON.writeValueAsBytes(Map.of("format", format, "source", source, "options", options)));
    }

    /** Writes it into a folder, whole or not at all. */
    void write(Path folder) throws IOException {
        Path aside = folder.resolve("." + FILE_NAME + ".partial");
        Files.writeString(aside, json() + "\n");
        Files.move(aside, folder.resolve(FILE_NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file's text. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        }
    }
}
