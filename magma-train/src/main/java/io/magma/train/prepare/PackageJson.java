package io.magma.train.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Path;

/** JSON files of npm packages. */
final class PackageJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PackageJson() {}

    /**
     * Reads a file.
     *
     * @throws DataException if it is missing or malformed, which most often means that the package is not installed
     */
    static JsonNode read(Path path) {
        try {
            return JSON.readTree(path.toFile());
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read (is the npm package installed?): " + e.getMessage(), e);
        }
    }
}
