package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("lm"));
        Files.writeString(folder.resolve("lm/config.json"), "{}");
        Files.createDirectories(folder.resolve("data"));
        file = run("""
                model: {language_model: {path: lm}, adapters: {mlp: {}}}
                data: {train: {path: data}}
                checkpoint: {dir: out}
                """);
    }

    private String run(String yaml) throws IOException {
        return Files.writeString(folder.resolve("run.yml"), yaml).toString();
    }

    @Test
    void showPrintsAResolvedRunThatReadsBackEqual() {
        Invocation show = Invocation.of("config", "show", "-c", file, "--set", "optimizer.lr=0.25");

        assertThat(show.status()).isZero();
        RunConfig expected = ConfigLoader.load(Path.of(file), List.of("optimizer.lr=0.25"));
        assertThat(expected.optimizer().lr()).isEqualTo(0.25);
        assertThat(ConfigLoader.parse("shown", show.out(), Path.of("/"), List.of()))
                .isEqualTo(expected);
    }

    @Test
    void checkAcceptsAGoodRun() {
        assertThat(Invocation.of("config", "check", "-c", file)).isEqualTo(new Invocation(0, file + ": ok\n", ""));
    }

    @Test
    void checkListsEveryProblemWithItsLine() throws IOException {
        file = run("""
                model: {language_model: {path: lm}, adapters: {mlp: {}}}
                data: {train: {path: data}}
                optimizer:
                  lr: -1.0
                training: {stepz: 4}
                checkpoint: {dir: out}
                """);

        Invocation check = Invocation.of("config", "check", "-c", file);

        assertThat(check.status()).isEqualTo(2);
        assertThat(check.out()).isEmpty();
        assertThat(check.err().lines())
                .hasSize(2)
                .anySatisfy(line ->
                        assertThat(line).startsWith(file + ":4: optimizer.lr: ").endsWith("was -1.0"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(file + ":5: ")
                        .contains("stepz")
                        .contains("steps"));
    }

    @Test
    void checkListsMissingFiles() throws IOException {
        Files.delete(folder.resolve("lm/config.json"));
        Files.delete(folder.resolve("data"));

        Invocation check = Invocation.of("config", "check", "-c", file);

        assertThat(check.status()).isEqualTo(2);
        assertThat(check.err().lines())
                .containsExactly(
                        file + ": model.language_model.path: no config.json in " + folder.resolve("lm"),
                        file + ": data.train.path: no such file or folder: " + folder.resolve("data"));
    }

    @Test
    void checkLooksForTheFolderOfAPattern() {
        String pattern = "data.train.path=" + folder.resolve("data") + "/shard-{000..009}.tar";
        String elsewhere = "data.train.path=" + folder.resolve("nowhere") + "/shard-{000..009}.tar";

        assertThat(Invocation.of("config", "check", "-c", file, "--set", pattern)
                        .status())
                .isZero();
        assertThat(Invocation.of("config", "check", "-c", file, "--set", elsewhere))
                .isEqualTo(new Invocation(
                        2,
                        "",
                        file + ": data.train.path: no such file or folder: " + folder.resolve("nowhere") + "\n"));
    }

    @Test
    void aMissingFileIsTheUsersMistake() {
        assertThat(Invocation.of("config", "check", "-c", "no-such.yml"))
                .isEqualTo(new Invocation(2, "", "no-such.yml: no such file\n"));
    }

    @Test
    void aGroupAloneIsAMistake() {
        Invocation group = Invocation.of("config");

        assertThat(group.status()).isEqualTo(2);
        assertThat(group.err())
                .isEqualTo("magma: missing command: one of show, check, import\nTry 'magma config --help'.\n");
    }
}
