package io.magma.train.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON files beside published weights. */
final class ConfigFile {
    private ConfigFile() {}

    /**
     * Reads one if it is there.
     *
     * @throws ConfigException if it is no JSON
     */
    static Optional<JsonNode> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ConfigException(file + ": cannot be read: " + reason, e);
        }
    }

    /** The numbers of a list; {@code absent} where there is none. */
    static List<Double> numbers(JsonNode node, List<Double> absent) {
        if (!node.isArray()) {
            return absent;
        }
        List<Double> numbers = new ArrayList<>();
        node.forEach(n -> numbers.add(n.asDouble(Double.NaN)));
        return numbers;
    }
}
