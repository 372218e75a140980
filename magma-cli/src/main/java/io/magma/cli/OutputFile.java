package io.magma.cli;

import io.magma.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the user asked for. */
record OutputFile(Path path) {
    /** Something that writes the file. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /**
     * Looks whether the file can be made, before work is done for it.
     *
     * @throws ConfigException if its place is no folder, or it is a folder itself
     */
    OutputFile check() {
        Path folder = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            throw new ConfigException(path + ": is a folder, not a file to write");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ConfigException(path + ": there is no folder " + folder);
        }
        return this;
    }

    /** Lets {@code writing} write the file; if that fails, the failure names it. */
    void write(Writing writing) {
        try {
            writing.run();
        } catch (FileSystemException e) {
            throw new UncheckedIOException(e); // names it already
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written", e);
        }
    }
}
