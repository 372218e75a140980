package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.magma.testing.TinyRunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that cannot write says so and keeps what it had. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has neither /dev/full nor limits of the size of files")
class FullDiskTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void train() throws IOException {
        config = TinyRunFiles.write(dir);
        assertThat(Invocation.of("train", "-c", config.toString()).status()).isZero();
    }

    /** The system ends a write in the middle of a checkpoint, as it does on a full disk, but for this process alone. */
    @Test
    void aCheckpointThatDoesNotFitLeavesTheOneBefore() throws IOException, InterruptedException {
        Path err = dir.resolve("err.txt");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 16; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MagmaCli.class.getName(),
                        "train",
                        "-c",
                        config.toString(),
                        "--set",
                        "training.steps=5")
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(1);
        assertThat(Files.readAllLines(err))
                .last()
                .asString()
                .startsWith("magma: ")
                .contains("step-00000005", "too large");
        assertThat(Files.readString(err)).doesNotContain("\tat ");

        try (Stream<Path> checkpoints = Files.list(dir.resolve("out/checkpoints"))) {
            assertThat(checkpoints).containsExactly(dir.resolve("out/checkpoints/step-00000003"));
        }
        Invocation rest = Invocation.of("train", "-c", config.toString(), "--set", "training.steps=5");
        assertThat(rest.status()).as(rest.err()).isZero();
        assertThat(rest.err()).contains("continuing after step 3");
        assertThat(Files.readAllLines(dir.resolve("out/metrics.jsonl"))).hasSize(5);
    }

    @Test
    void resultsThatDoNotFit() {
        assumeTrue(Files.isWritable(FULL), "no " + FULL);
        String run = dir.resolve("out").toString();
        String data = dir.resolve("data").toString();
        String[][] commands = {
            {"score", "-m", run, "--data", data, "-o", FULL.toString()},
            {"eval", "-m", run, "--data", "val=" + data, "-o", FULL.toString()},
            {"report", run, "-o", FULL.toString()},
        };
        for (String[] command : commands) {
            Invocation full = Invocation.of(command);
            assertThat(full.status()).as(command[0]).isEqualTo(1);
            assertThat(full.err().lines())
                    .as(command[0])
                    .last()
                    .isEqualTo("magma: " + FULL + ": cannot be written: No space left on device");
        }
    }
}
