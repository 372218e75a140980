package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.testing.Cases;
import io.magma.testing.TinyRunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that is told to end saves itself first. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such signals")
class SignalTest {
    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void terminatedTrainingSavesACheckpointAndExitsWithTheSignal() throws IOException, InterruptedException {
        Path config = Cases.config(Cases.folder("gpt2-vit-parallel"));
        Path run = folder.resolve("run");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MagmaCli.class.getName(),
                        "train",
                        "-c",
                        config.toString(),
                        "--set",
                        "checkpoint.dir=" + run,
                        "--set",
                        "training.steps=100000")
                .redirectError(err.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        try {
            awaitSteps(process, run.resolve("metrics.jsonl"), err, 3);
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isEqualTo(SIGTERM_STATUS);
        String latest = Files.readString(run.resolve("latest")).strip();
        long steps = Files.readAllLines(run.resolve("metrics.jsonl")).size();
        assertThat(latest).isEqualTo(String.format("step-%08d", steps));
        assertThat(run.resolve("checkpoints").resolve(latest).resolve("SHA256SUMS"))
                .exists();
        assertThat(Files.readString(err)).doesNotContain("Exception");
    }

    /** An evaluation that takes minutes does not hold up the end, and the next process makes it. */
    @Test
    void terminatedInTheMiddleOfALongEvaluation() throws IOException, InterruptedException {
        Path config = TinyRunFiles.write(folder);
        String sources = "  - {path: data}\n".repeat(3000);
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("  train: {path: data}\n", "  train: {path: data}\n  eval:\n" + sources)
                        .replace("eval_every: 0", "eval_every: 2, eval_batches: 0, generate_samples: 0"));
        Path run = folder.resolve("out");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MagmaCli.class.getName(),
                        "train",
                        "-c",
                        config.toString())
                .redirectError(err.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        try {
            awaitSteps(process, run.resolve("metrics.jsonl"), err, 2);
            Thread.sleep(300);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(SIGTERM_STATUS);
        assertThat(Files.readString(err)).contains("step 2: evaluation abandoned, since the run was asked to end");
        assertThat(run.resolve("latest")).content().isEqualTo("step-00000002\n");
        assertThat(run.resolve("checkpoints/step-00000002/state.json"))
                .content()
                .contains("\"evaluation_due\" : true");
        Invocation rest =
                Invocation.of("train", "-c", config.toString(), "--set", "data.eval=[{path: " + folder + "/data}]");
        assertThat(rest.status()).as(rest.err()).isZero();
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
                .hasSize(5)
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("{\"step\":2,\"eval_loss\":"));
    }

    private static void awaitSteps(Process process, Path metrics, Path err, int steps)
            throws IOException, InterruptedException {
        for (int tenths = 0; tenths < 1200; tenths++) {
            if (Files.exists(metrics) && Files.readAllLines(metrics).size() >= steps) {
                return;
            }
            assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
            Thread.sleep(100);
        }
        throw new AssertionError("no steps within two minutes: " + Files.readString(err));
    }
}
