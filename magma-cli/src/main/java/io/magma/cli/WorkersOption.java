package io.magma.cli;

import io.magma.config.ConfigException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says how many threads work on pictures. */
final class WorkersOption {
    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads that read and decode pictures; as many as there are processors if absent.")
    private Optional<Integer> workers = Optional.empty();

    /** At least 1. */
    int count() {
        int count = workers.orElseGet(() -> Runtime.getRuntime().availableProcessors());
        if (count < 1) {
            throw new ConfigException("--workers must be at least 1, was " + count);
        }
        return count;
    }
}
