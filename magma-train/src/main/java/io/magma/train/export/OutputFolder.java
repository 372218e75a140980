package io.magma.train.export;

import io.magma.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder that is about to be made. */
public final class OutputFolder {
    private OutputFolder() {}

    /**
     * Checks that nothing would be overwritten.
     *
     * @throws ConfigException if {@code out} is a file or a folder that is not empty
     */
    public static void requireFree(Path out) {
        try {
            if (!Files.exists(out)) {
                return;
            }
            if (Files.isDirectory(out)) {
                try (Stream<Path> files = Files.list(out)) {
                    if (files.findAny().isEmpty()) {
                        return;
                    }
                }
            }
            throw new ConfigException(out + ": exists already");
        } catch (IOException e) {
            throw new ExportException(out + ": cannot be looked into: " + e.getMessage(), e);
        }
    }
}
