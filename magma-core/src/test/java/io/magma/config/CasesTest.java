package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.testing.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs that were written for another implementation must bind here as they are. */
class CasesTest {
    @Test
    void allBindAndRenderBack() throws IOException {
        List<Path> files =
                Cases.all().stream().map(Cases::config).filter(Files::exists).toList();
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
