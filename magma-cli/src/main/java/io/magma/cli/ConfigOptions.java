package io.magma.cli;

import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that give a run configuration. */
final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "Run configuration, YAML.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of it, as in --set optimizer.lr=1e-4; may be repeated. "
                    + "The value null removes the key.")
    private List<String> overrides = new ArrayList<>();

    /** The validated run. */
    RunConfig load() {
        return ConfigLoader.load(file, overrides);
    }

    Path file() {
        return file;
    }
}
