package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in {@code configs/} is a run that binds, and says how to run it. */
class ShippedConfigsTest {
    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "configs"))) {
            return files.filter(f -> f.toString().endsWith(".yml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void bindsAndRendersBack(Path file) {
        RunConfig run = ConfigLoader.load(file, List.of());
        assertThat(Runs.parse(ConfigLoader.render(run))).isEqualTo(run);
    }

    @ParameterizedTest
    @MethodSource("files")
    void opensWithTheCommandThatRunsIt(Path file) throws IOException {
        assertThat(Files.readAllLines(file).get(0))
                .startsWith("# scripts/")
                .satisfiesAnyOf(
                        line -> assertThat(line).endsWith(" -c configs/" + file.getFileName()),
                        line -> assertThat(line).startsWith("# scripts/quickstart"));
    }

    @Test
    void everyRunOfTheAblationGridBindsAndIsAnother() throws IOException {
        Path file = Path.of("..", "configs", "ablation.yml");
        List<RunConfig> runs = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#   ") && line.contains("--set "))
                .map(line -> Arrays.stream(line.split("--set ", -1))
                        .skip(1)
                        .map(String::strip)
                        .toList())
                .map(overrides -> ConfigLoader.load(file, overrides))
                .toList();
        assertThat(runs).hasSize(10).doesNotHaveDuplicates().doesNotContain(ConfigLoader.load(file, List.of()));
    }
}
