package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.distributed.MpiProcesses;
import io.magma.train.loop.ResumeMode;
import io.magma.weights.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of two processes that MPI connects, on real files. */
class DistributedRunTest {
    private static final String TRAINED = "checkpoints/step-%08d/trainable.safetensors";

    @TempDir
    private Path dir;

    private TinyWorld world;
    private String mixed;

    @BeforeEach
    void write() throws IOException {
        MpiProcesses.assumeMpi();
        world = new TinyWorld(dir);
        Path data = dir.resolve("data");
        mixed = "data.train=[{path: " + data + ", weight: 0.7}, {path: " + data + ", weight: 0.3}]";
    }

    private MpiProcesses.Result twoProcesses(String fate, int step, String... overrides)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(dir.toString(), fate, String.valueOf(step)));
        arguments.addAll(List.of(overrides));
        return MpiProcesses.run(2, RankMain.class, dir.resolve("log"), arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoProcessesTakeTheStepsOfOneWithTwiceTheBatch(boolean streamed) throws IOException, InterruptedException {
        String[] same = {
            streamed ? streamed() : mixed,
            "data.streaming_lanes=2",
            "model.image_prefix.dropout=0",
            "training.eval_every=5",
            "training.generate_samples=1"
        };
        TinyWorld.run(world.config(with(same, "checkpoint.dir=" + dir.resolve("one"))), ResumeMode.NEVER);
        MpiProcesses.Result two =
                twoProcesses("none", 0, with(same, "checkpoint.dir=" + dir.resolve("two"), "training.batch_size=4"));

        assertThat(two.status()).as(two.text()).isZero();
        assertThat(two.text()).containsOnlyOnce("step 5: eval_loss");
        for (String number : List.of("loss", "grad_norm", "tokens", "samples", "eval_loss")) {
            List<Double> expected = numbers("one", number);
            List<Double> numbers = numbers("two", number);
            assertThat(numbers).hasSameSizeAs(expected).isNotEmpty();
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).as(number).isCloseTo(expected.get(i), within(2e-5 * expected.get(i)));
            }
        }
        assertThat(furthestApart("one", "two", 12)).isLessThan(2e-5);
    }

    private String streamed() throws IOException {
        return "data.train=[{format: webdataset, path: '" + world.writeShards()
                + "', weight: 3, streaming: {shuffle_buffer: 5}}," + " {path: " + dir.resolve("data") + "}]";
    }

    @Test
    void whateverHappensToAProcessTheRunGoesOnFromItsCheckpoint() throws IOException, InterruptedException {
        String[] same = {
            mixed,
            "training.batch_size=4",
            "training.steps=30",
            "training.save_every=3",
            "training.distributed_timeout_seconds=3"
        };
        MpiProcesses.Result whole = twoProcesses("none", 0, with(same, "checkpoint.dir=" + dir.resolve("whole")));
        assertThat(whole.status()).as(whole.text()).isZero();

        String[] parts = with(same, "checkpoint.dir=" + dir.resolve("parts"));
        MpiProcesses.Result killed = twoProcesses("KILL", 5, parts);
        assertThat(killed.status()).as(killed.text()).isEqualTo(128 + 9);
        MpiProcesses.Result stuck = twoProcesses("STOP", 14, parts);
        assertThat(stuck.status()).as(stuck.text()).isEqualTo(1);
        assertThat(stuck.text())
                .containsPattern("magma: step (\\d+): rank 1 has not answered within 3 s"
                        + " \\(training.distributed_timeout_seconds\\); the last step it took part in is \\d+\n");
        MpiProcesses.Result last = twoProcesses("none", 0, parts);
        assertThat(last.status()).as(last.text()).isZero();
        assertThat(last.text()).contains("continuing after step");

        assertThat(numbers("parts", "loss")).isEqualTo(numbers("whole", "loss"));
        String trained = String.format(TRAINED, 30);
        assertThat(dir.resolve("parts").resolve(trained))
                .hasSameBinaryContentAs(dir.resolve("whole").resolve(trained));
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private List<Double> numbers(String run, String name) throws IOException {
        List<Double> numbers = new ArrayList<>();
        for (String line : Files.readAllLines(dir.resolve(run).resolve("metrics.jsonl"))) {
            JsonNode record = new ObjectMapper().readTree(line);
            if (record.has(name)) {
                numbers.add(record.path(name).doubleValue());
            }
        }
        return numbers;
    }

    private double furthestApart(String run, String other, int step) {
        String trained = String.format(TRAINED, step);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            StateDict a = StateDict.load(dir.resolve(run).resolve(trained), manager);
            StateDict b = StateDict.load(dir.resolve(other).resolve(trained), manager);
            return a.tensors().entrySet().stream()
                    .mapToDouble(e -> e.getValue()
                            .sub(b.tensors().get(e.getKey()))
                            .abs()
                            .max()
                            .getFloat())
                    .max()
                    .orElseThrow();
        }
    }
}
