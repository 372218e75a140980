package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs that were written for another implementation must bind here as they are. */
class CasesTest {
    private static final Path CASES = Path.of(System.getProperty("magma.shared", "../../shared"), "cases");

    @Test
    void allBindAndRenderBack() throws IOException {
        assumeTrue(Files.isDirectory(CASES), "no folder of cases beside the checkout (property magma.shared)");
        List<Path> files;
        try (Stream<Path> folders = Files.list(CASES)) {
            files = folders.map(f -> f.resolve("case.yml"))
                    .filter(Files::exists)
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            RunConfig run = ConfigLoader.load(file, List.of());
            assertThat(run.model().init())
                    .as(file.toString())
                    .hasValueSatisfying(p -> assertThat(p).isRegularFile());
            assertThat(run.training().steps()).isEqualTo(20);
            assertThat(run.optimizer().weightDecay()).isEqualTo(0.01);
            assertThat(Runs.parse(ConfigLoader.render(run))).isEqualTo(run);
        }
    }
}
