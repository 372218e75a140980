package io.magma.train.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.magma.config.ConfigLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/**
 * The file {@code results.json} of an evaluation. It holds no times, so the same evaluation gives the same bytes.
 *
 * @param format version of the layout, {@value #FORMAT}
 * @param model which model was evaluated
 * @param tasks one for each task
 */
public record ResultFile(int format, ModelIdentity model, List<TaskResult> tasks) {
    /** The layout that this version writes. */
    public static final int FORMAT = 1;

    /** Name of the file. */
    public static final String FILE_NAME = "results.json";

    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final YAMLMapper YAML = new YAMLMapper();

    public ResultFile {
        tasks = List.copyOf(tasks);
    }

    /** A configuration record as its file would say it. */
    static JsonNode tree(Object config) {
        try {
            return YAML.readTree(ConfigLoader.render(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a rendered record is no YAML", e);
        }
    }

    /**
     * Writes this into a folder; the file appears whole or not at all.
     *
     * @throws EvaluationException if that fails
     */
    public Path write(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        try {
            write(file, JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new EvaluationException(file, "cannot be written", e);
        }
        return file;
    }

    static void write(Path file, String text) {
        // Of two processes that end together, each writes its own.
        Path aside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            Files.write(aside, text.getBytes(StandardCharsets.UTF_8));
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EvaluationException(file, "cannot be written", e);
        }
    }
}
