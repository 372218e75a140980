package io.magma.config;

import java.nio.file.Path;
import java.util.List;

/** Small runs for tests of this package. */
final class Runs {
    static final Path BASE = Path.of("/runs");

    /** The least that a run must say; five lines. */
    static final String LEAST = """
            model:
              language_model: {path: lm}
              adapters: {mlp: {}}
            data: {train: {path: data}}
            checkpoint: {dir: out}
            """;

    private Runs() {}

    static RunConfig parse(String yaml, String... overrides) {
        return ConfigLoader.parse("run.yml", yaml, BASE, List.of(overrides));
    }

    /** The least run with more sections. */
    static RunConfig with(String yaml, String... overrides) {
        return parse(LEAST + yaml, overrides);
    }
}
