package io.magma.cli;

import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.train.bench.SyntheticRun;
import io.magma.train.bench.SyntheticSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say what is measured. */
final class BenchWorkload {
    /** One of the two. */
    static final class Source {
        @Option(
                names = {"-c", "--config"},
                required = true,
                paramLabel = "FILE",
                description = "Run configuration, YAML, on whose model and data to measure.")
        private Optional<Path> config = Optional.empty();

        @Option(
                names = "--size",
                required = true,
                paramLabel = "SIZE",
                description =
                        "Synthetic model: tiny, small (4 layers of 256) or base (12 layers of 768, vocabulary 50,257, ViT-B/32; "
                                + "0.9 GB in the temporary folder, see java.io.tmpdir).")
        private Optional<SyntheticSize> size = Optional.empty();
    }

    /** A measured run: what it reads, and a folder for what it writes. */
    @FunctionalInterface
    interface Measuring {
        void run(Path config, Path scratch) throws IOException;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli, as the group is required
    private Source source;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides a key of the configuration, as in --set model.language_model.dtype=bfloat16; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    /** What is measured, in words. */
    String named() {
        return source.config
                .map(Path::toString)
                .orElseGet(() -> source.size.orElseThrow().name().toLowerCase(Locale.ROOT));
    }

    List<String> overrides() {
        return List.copyOf(overrides);
    }

    /** The configuration with the user's overrides and then {@code more}. */
    RunConfig load(Path config, String... more) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(List.of(more));
        return ConfigLoader.load(config, all);
    }

    /** Makes what is to be measured if need be, measures, and deletes what was made. */
    void within(Measuring measuring) throws IOException {
        Path scratch = Files.createTempDirectory("magma-bench");
        try {
            Path config = source.config.isPresent()
                    ? source.config.get()
                    : SyntheticRun.write(scratch, source.size.orElseThrow(), 0);
            measuring.run(config, scratch);
        } finally {
            delete(scratch);
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be deleted", e);
        }
    }
}
