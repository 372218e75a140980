package io.magma.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.BestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    @TempDir
    private Path run;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    private CheckpointContents contents(int step) {
        return contents(step, Map.of());
    }

    private CheckpointContents contents(int step, Map<String, Double> evaluation) {
        RunState state = new RunState(
                step,
                Map.of("samples", 8L * step),
                Map.of("run", 3L),
                "f00d",
                new Totals(8L * step, 99, 1.5),
                evaluation,
                false,
                Provenance.of("a: 1\n", Instant.EPOCH));
        return new CheckpointContents(
                state,
                Map.of("w", manager.create(new float[] {step, 2})),
                Map.of("step.w", manager.create((float) step)),
                "a: 1\n");
    }

    private CheckpointStore store(int keep) {
        CheckpointStore store = new CheckpointStore(run, Retention.newest(keep), SafetensorsFormat.INSTANCE);
        store.prepare();
        return store;
    }

    private static NDArray tensor(Map<String, NDArray> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    private List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void readsBackWhatItSaved() throws IOException, InterruptedException {
        Path folder = store(3).save(contents(500));

        assertThat(folder).isEqualTo(run.resolve("checkpoints/step-00000500"));
        assertThat(names(folder))
                .containsExactly(
                        "SHA256SUMS", "config.yml", "optimizer.safetensors", "state.json", "trainable.safetensors");
        assertThat(run.resolve("latest")).content().isEqualTo("step-00000500\n");
        StoredCheckpoint stored = store(3).latest().orElseThrow();
        assertThat(stored.state()).isEqualTo(contents(500).state());
        assertThat(stored.config()).isEqualTo("a: 1\n");
        assertThat(tensor(stored.trainable(manager), "w").toFloatArray()).containsExactly(500, 2);
        assertThat(tensor(stored.optimizer(manager), "step.w").getShape().dimension())
                .isZero();
        Process check = new ProcessBuilder("sha256sum", "--check", "--strict", "SHA256SUMS")
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(check.waitFor()).isZero();
    }

    @Test
    void keepsTheNewest() throws IOException {
        CheckpointStore store = store(2);
        for (int step = 1; step <= 4; step++) {
            store.save(contents(step));
        }
        assertThat(names(run.resolve("checkpoints"))).containsExactly("step-00000003", "step-00000004");
    }

    @Test
    void keepsAllIfToldSo() {
        CheckpointStore store = store(0);
        for (int step = 1; step <= 5; step++) {
            store.save(contents(step));
        }
        assertThat(store.folders()).hasSize(5);
    }

    @Test
    void anEarlierBranchIsContinuedWithoutDeletingTheLater() throws IOException {
        CheckpointStore store = store(1);
        store.save(contents(9));
        store.save(contents(5));
        assertThat(names(run.resolve("checkpoints"))).containsExactly("step-00000005", "step-00000009");
        assertThat(store.latest().orElseThrow().state().step()).isEqualTo(5);
    }

    @Test
    void keepsTheBestAndNamesIt() throws IOException {
        CheckpointStore store =
                new CheckpointStore(run, new Retention(1, 0, 1, BestConfig.DEFAULTS), SafetensorsFormat.INSTANCE);
        store.prepare();
        double[] losses = {3, 1, 2, 1.5};
        for (int step = 1; step <= 4; step++) {
            store.save(contents(step, Map.of("eval_loss", losses[step - 1])));
        }
        assertThat(names(run.resolve("checkpoints"))).containsExactly("step-00000002", "step-00000004");
        assertThat(run.resolve("best")).content().isEqualTo("step-00000002\n");
        assertThat(run.resolve("latest")).content().isEqualTo("step-00000004\n");
    }

    /** Each file in turn, in each of three ways, and the folder as a whole. */
    @Test
    void noDamageGoesUnnoticed() throws IOException {
        CheckpointStore store = store(3);
        store.save(contents(1));
        Path good = run.resolve("checkpoints/step-00000001");
        for (String file : names(good)) {
            for (String way : List.of("bit", "cut", "missing", "empty")) {
                store.save(contents(2));
                damage(run.resolve("checkpoints/step-00000002").resolve(file), way);
                assertThat(store.latest().orElseThrow().state().step())
                        .as(file + ": " + way)
                        .isEqualTo(1);
            }
        }
        StagedFolder.delete(run.resolve("checkpoints/step-00000002"));
        assertThat(store.latest().orElseThrow().folder()).isEqualTo(good);
    }

    private static void damage(Path file, String way) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (way) {
            case "bit" -> {
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
            case "cut" -> Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            case "empty" -> Files.write(file, new byte[0]);
            default -> Files.delete(file);
        }
    }

    @Test
    void clearsAwayWhatAKilledProcessLeft() throws IOException {
        CheckpointStore store = store(3);
        Path checkpoints = run.resolve("checkpoints");
        store.save(contents(1));
        store.save(contents(2));
        Files.createDirectories(checkpoints.resolve(".step-00000003.partial"));
        Files.writeString(checkpoints.resolve(".step-00000003.partial/trainable.safetensors"), "half");
        Files.move(checkpoints.resolve("step-00000001"), checkpoints.resolve(".step-00000001.deleted"));
        Files.move(checkpoints.resolve("step-00000002"), checkpoints.resolve(".step-00000002.replaced"));

        assertThat(store(3).latest().orElseThrow().state().step()).isEqualTo(2);
        assertThat(names(checkpoints)).containsExactly("step-00000002");
    }

    @Test
    void readsTheStateOfVersion01() throws IOException {
        Path folder = store(1).save(contents(1));
        Path state = folder.resolve("state.json");
        Files.writeString(
                state,
                Files.readString(state)
                        .replaceAll("\"evaluation\" : \\{ }", "\"x\" : 1")
                        .replaceAll("\"evaluation_due\" : false", "\"y\" : 1"));
        assertThat(RunState.read(state)).isEqualTo(contents(1).state());
    }

    @Test
    void fallsBackToTheOneBeforeADamagedOne() throws IOException {
        CheckpointStore store = store(3);
        for (int step = 1; step <= 3; step++) {
            store.save(contents(step));
        }
        Path state = run.resolve("checkpoints/step-00000003/state.json");
        Files.writeString(state, Files.readString(state).replace("f00d", "beef"));
        Files.delete(run.resolve("checkpoints/step-00000002/optimizer.safetensors"));
        assertThat(store.latest().orElseThrow().state().step()).isEqualTo(1);

        Files.writeString(run.resolve("checkpoints/step-00000001/SHA256SUMS"), "");
        assertThatThrownBy(store::latest)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("state.json does not match its checksum")
                .hasMessageContaining("optimizer.safetensors is missing")
                .hasMessageContaining("trainable.safetensors is not in SHA256SUMS");
    }

    @Test
    void aFailedWriteLeavesNothingBehindAndTheLastCheckpointIntact() throws IOException {
        store(1).save(contents(1));
        CheckpointStore full = new CheckpointStore(run, Retention.newest(1), new FullDisk());
        assertThatThrownBy(() -> full.save(contents(2)))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("cannot write checkpoint " + run.resolve("checkpoints/step-00000002")
                        + ": No space left on device");
        assertThat(names(run.resolve("checkpoints"))).containsExactly("step-00000001");
        assertThat(store(1).latest().orElseThrow().state().step()).isEqualTo(1);
    }

    /** Wants a file system of less than 200 KiB, such as {@code mount -t tmpfs -o size=128k tmpfs DIR}. */
    @Test
    @EnabledIfSystemProperty(named = "magma.full_disk", matches = ".+")
    void survivesADiskThatIsReallyFull() {
        Path disk = Path.of(System.getProperty("magma.full_disk"));
        CheckpointStore store = new CheckpointStore(disk, Retention.ALL, SafetensorsFormat.INSTANCE);
        store.prepare();
        assertThatThrownBy(() -> {
                    for (int step = 1; step <= 100; step++) {
                        store.save(contents(step));
                    }
                })
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("cannot write checkpoint ")
                .hasMessageContaining("No space left on device")
                .message()
                .doesNotContain("\n");
        assertThat(store.latest()).isPresent();
        assertThat(store.folders()).allSatisfy(folder -> StoredCheckpoint.open(folder, SafetensorsFormat.INSTANCE));
    }

    @Test
    void savesTheSameStepAgain() throws IOException {
        store(1).save(contents(1));
        store(1).save(contents(1));
        assertThat(names(run.resolve("checkpoints"))).containsExactly("step-00000001");
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(run.resolve("out"), "a file");
        assertThatThrownBy(() -> new CheckpointStore(file, Retention.ALL, SafetensorsFormat.INSTANCE).prepare())
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": cannot write checkpoints here: ");
    }

    @Test
    void nothingIsThereBeforeTheFirst() {
        assertThat(store(1).latest()).isEmpty();
    }

    /** Fails in the middle of the second file, as a full disk does. */
    private static final class FullDisk implements TensorFormat {
        @Override
        public void write(Path file, Map<String, NDArray> tensors) throws IOException {
            Files.writeString(file, "half of it");
            if (file.endsWith("optimizer.safetensors")) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public Map<String, NDArray> read(Path file, NDManager manager) {
            throw new UnsupportedOperationException();
        }
    }
}
