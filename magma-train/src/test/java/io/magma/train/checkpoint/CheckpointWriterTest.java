package io.magma.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointWriterTest {
    @TempDir
    private Path run;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    /** Waits before it writes, and fails as often as told. */
    private static final class SlowDisk implements TensorFormat {
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public void write(Path file, Map<String, NDArray> tensors) throws IOException {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IOException("No space left on device");
            }
            SafetensorsFormat.INSTANCE.write(file, tensors);
        }

        @Override
        public Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
            return SafetensorsFormat.INSTANCE.read(file, manager);
        }
    }

    private CheckpointStore store(TensorFormat format) {
        CheckpointStore store = new CheckpointStore(run, Retention.ALL, format);
        store.prepare();
        return store;
    }

    private static CheckpointContents contents(int step, NDArray weight) {
        RunState state = new RunState(
                step, Map.of(), Map.of(), "f00d", Totals.NONE, Map.of(), false, Provenance.of("a: 1\n", Instant.EPOCH));
        return new CheckpointContents(state, Map.of("w", weight), Map.of(), "a: 1\n");
    }

    @Test
    void trainingGoesOnWhileTheStateOfTheStepIsWritten() {
        SlowDisk disk = new SlowDisk();
        CheckpointStore store = store(disk);
        try (CheckpointWriter writer = new CheckpointWriter(store, true, 0);
                NDArray weight = manager.create(new float[] {1, 2})) {
            writer.begin(contents(1, weight));
            weight.addi(10);
            assertThat(writer.poll()).isEmpty();
            assertThatThrownBy(() -> writer.begin(contents(2, weight))).isInstanceOf(IllegalStateException.class);
            disk.go.countDown();
            SaveOutcome outcome = writer.await().orElseThrow();

            assertThat(outcome.step()).isEqualTo(1);
            assertThat(outcome.folder()).contains(run.resolve("checkpoints/step-00000001"));
            NDArray saved = Objects.requireNonNull(
                    store.latest().orElseThrow().trainable(manager).get("w"));
            assertThat(saved.toFloatArray()).containsExactly(1, 2);
            assertThat(writer.busy()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void someFailuresInARowAreSurvived(boolean async) {
        SlowDisk disk = new SlowDisk();
        disk.go.countDown();
        CheckpointStore store = store(disk);
        try (CheckpointWriter writer = new CheckpointWriter(store, async, 2);
                NDArray weight = manager.create(new float[] {1})) {
            disk.failures.set(2);
            for (int step = 1; step <= 3; step++) {
                writer.begin(contents(step, weight));
                assertThat(writer.await().orElseThrow().problem().isPresent()).isEqualTo(step < 3);
            }
            disk.failures.set(3);
            for (int step = 4; step <= 5; step++) {
                writer.begin(contents(step, weight));
                assertThat(writer.await().orElseThrow().problem().orElseThrow())
                        .isEqualTo("cannot write checkpoint " + run.resolve("checkpoints/step-0000000" + step)
                                + ": No space left on device");
            }
            writer.begin(contents(6, weight));
            assertThatThrownBy(writer::await)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith("3 checkpoints in a row could not be written, the last since: cannot write")
                    .hasMessageNotContaining("\n");
            assertThat(store.latest().orElseThrow().state().step()).isEqualTo(3);
        }
    }

    @Test
    void theEndWaitsForTheSaveInFlight() throws InterruptedException {
        SlowDisk disk = new SlowDisk();
        CheckpointStore store = store(disk);
        try (NDArray weight = manager.create(new float[] {1})) {
            CheckpointWriter writer = new CheckpointWriter(store, true, 0);
            writer.begin(contents(1, weight));
            Thread closing = new Thread(writer::close);
            closing.start();
            closing.join(50);
            assertThat(closing.isAlive()).isTrue();
            disk.go.countDown();
            closing.join();
            assertThat(store.latest()).isPresent();
        }
    }
}
