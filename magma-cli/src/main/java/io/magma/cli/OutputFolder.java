package io.magma.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where a command writes several files. */
final class OutputFolder {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder to write into.")
    private Path path;

    Path path() {
        return path;
    }
}
