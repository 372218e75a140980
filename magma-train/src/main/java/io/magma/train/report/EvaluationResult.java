package io.magma.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an evaluation found, as the file {@code evaluation.json} of a run.
 *
 * @param title what was evaluated, such as the checkpoint
 * @param notes sentences that a reader of the numbers must know
 * @param sections one for each split or task
 */
public record EvaluationResult(String title, List<String> notes, List<EvaluationSection> sections) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public EvaluationResult {
        notes = List.copyOf(notes);
        sections = List.copyOf(sections);
    }

    /**
     * Reads a file that {@link #write} wrote.
     *
     * @throws ReportException if it is missing or malformed
     */
    public static EvaluationResult read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), EvaluationResult.class);
        } catch (JsonProcessingException e) {
            throw new ReportException(file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read", e);
        }
    }

    /**
     * Writes this as JSON.
     *
     * @throws IOException if that fails
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }
}
