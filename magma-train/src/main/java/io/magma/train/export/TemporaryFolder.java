package io.magma.train.export;

import io.magma.train.checkpoint.StagedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is gone when it is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {
    static TemporaryFolder make() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("magma-export"));
        } catch (IOException e) {
            throw new ExportException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            StagedFolder.delete(path);
        } catch (IOException e) {
            throw new ExportException(path + ": cannot be deleted: " + e.getMessage(), e);
        }
    }
}
