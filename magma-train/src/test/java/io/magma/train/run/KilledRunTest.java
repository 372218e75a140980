package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigLoader;
import io.magma.train.loop.ResumeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is killed without warning (SIGKILL), again and again, leaves the run that nobody killed. The system property
 * {@code magma.kills} says how often, {@code magma.kills.seed} when.
 */
class KilledRunTest {
    private static final Logger logger = LoggerFactory.getLogger(KilledRunTest.class);
    private static final int KILLS = Integer.getInteger("magma.kills", 3);
    private static final int STEPS = Integer.getInteger("magma.kills.steps", 10 + 4 * KILLS);
    /** What differs between two runs of the same thing. */
    private static final List<String> CLOCKS = List.of(
            "seconds",
            "samples_per_second",
            "tokens_per_second",
            "data_retries",
            "data_bytes",
            "data_wait_fraction",
            "phase_seconds",
            "resident_bytes",
            "peak_resident_bytes");

    @TempDir
    private Path dir;

    private String yaml = "";

    /** A process that trains what {@code run.yml} in a folder says. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws IOException {
            Path dir = Path.of(args[0]);
            TinyWorld.run(
                    ConfigLoader.parse(
                            "run.yml",
                            Files.readString(dir.resolve("run.yml")),
                            dir,
                            List.of("checkpoint.dir=" + dir.resolve(args[1]))),
                    ResumeMode.AUTO);
        }
    }

    /** Streamed and indexed pictures, three a step, so that checkpoints are in the middle of epochs, shards and blocks. */
    @BeforeEach
    void write() throws IOException {
        new TinyWorld(dir).writeShards();
        yaml = TinyWorld.CONFIG
                .replace("  train: {path: data}\n", """
                        train:
                        - {format: webdataset, path: 'shards/s{0..2}-000000.tar', weight: 3, streaming: {shuffle_buffer: 5}}
                        - {path: data}
                        streaming_lanes: 2
                        workers: 2
                        """.indent(2))
                .replace("dropout: 0.1", "dropout: 0.3")
                .replace(
                        "training: {steps: 12, batch_size: 8, eval_every: 0, save_every: 0}",
                        "training: {steps: " + STEPS + ", batch_size: 3, gradient_accumulation_steps: 2, eval_every: 3,"
                                + " eval_batches: 1, generate_samples: 0, save_every: 2}")
                .replace("checkpoint: {dir: out}", "checkpoint: {dir: out, keep: 2, keep_best: 1, keep_every: 8}");
        Files.writeString(dir.resolve("run.yml"), yaml);
    }

    @Test
    void isTheRunThatNobodyKilled() throws IOException, InterruptedException {
        start("whole").waitFor();
        SplittableRandom random = new SplittableRandom(Long.getLong("magma.kills.seed", 1));
        int whileWriting = 0;
        int startedFrom = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = start("killed");
            int goal = startedFrom + 1 + random.nextInt(Math.max(1, 2 * (STEPS - startedFrom) / (KILLS - kill + 2)));
            awaitMoment(process, goal, random.nextInt(10) < 6);
            if (random.nextInt(3) == 0) {
                Thread.sleep(random.nextInt(30));
            }
            process.destroyForcibly().waitFor();
            int left = halfWritten();
            whileWriting += left > 0 ? 1 : 0;
            logger.info(
                    "kill {}: after {} records, {} folders half written",
                    kill,
                    records("killed").size(),
                    left);
            startedFrom = Math.min(STEPS - 1, records("killed").size());
        }
        Process last = start("killed");
        assertThat(last.waitFor(300, TimeUnit.SECONDS)).isTrue();

        logger.info("{} kills, {} of them while a checkpoint was written", KILLS, whileWriting);
        assertThat(last.exitValue()).isZero();
        assertThat(records("killed")).isEqualTo(records("whole"));
        Path whole = dir.resolve("whole/checkpoints");
        Path killed = dir.resolve("killed/checkpoints");
        assertThat(names(killed)).isEqualTo(names(whole));
        for (String checkpoint : names(whole)) {
            for (String file : List.of("trainable.safetensors", "optimizer.safetensors")) {
                assertThat(Files.readAllBytes(killed.resolve(checkpoint).resolve(file)))
                        .as(checkpoint + "/" + file)
                        .isEqualTo(Files.readAllBytes(whole.resolve(checkpoint).resolve(file)));
            }
            assertThat(state(killed.resolve(checkpoint))).isEqualTo(state(whole.resolve(checkpoint)));
        }
        assertThat(dir.resolve("killed/best")).hasSameTextualContentAs(dir.resolve("whole/best"));
    }

    private Process start(String run) throws IOException {
        Path log = dir.resolve(run + ".log");
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        dir.toString(),
                        run)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process.environment().put("OMP_NUM_THREADS", "1"); // tensors of a few numbers
        return process.start();
    }

    /** Waits until a run has so many records, and then, if told, until it writes a checkpoint. */
    private void awaitMoment(Process process, int records, boolean writing) throws IOException, InterruptedException {
        while (process.isAlive() && records("killed").size() < records) {
            Thread.sleep(2);
        }
        while (process.isAlive() && writing && halfWritten() == 0) {
            Thread.onSpinWait();
        }
    }

    private int halfWritten() throws IOException {
        Path checkpoints = dir.resolve("killed/checkpoints");
        return Files.isDirectory(checkpoints)
                ? (int) names(checkpoints).stream()
                        .filter(name -> name.startsWith(".step"))
                        .count()
                : 0;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<JsonNode> records(String run) throws IOException {
        Path file = dir.resolve(run).resolve("metrics.jsonl");
        List<JsonNode> records = new ArrayList<>();
        if (Files.exists(file)) {
            String text = Files.readString(file);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                records.add(((ObjectNode) new ObjectMapper().readTree(line)).without(CLOCKS));
            }
        }
        return records;
    }

    private static JsonNode state(Path checkpoint) throws IOException {
        ObjectNode state = (ObjectNode)
                new ObjectMapper().readTree(checkpoint.resolve("state.json").toFile());
        ((ObjectNode) state.get("totals")).remove("seconds");
        return state.without("provenance");
    }
}
