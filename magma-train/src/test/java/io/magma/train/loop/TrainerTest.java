package io.magma.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigException;
import io.magma.config.LossReduction;
import io.magma.config.TrainingConfig;
import io.magma.train.checkpoint.CheckpointException;
import io.magma.train.checkpoint.SafetensorsFormat;
import io.magma.train.checkpoint.StoredCheckpoint;
import io.magma.train.checkpoint.TensorFormat;
import io.magma.train.distributed.SingleProcess;
import io.magma.train.distributed.ThreadCollective;
import io.magma.train.loop.RunOutcome.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final List<String> TIMES = List.of(
            "seconds",
            "samples_per_second",
            "tokens_per_second",
            "data_wait_fraction",
            "phase_seconds",
            "resident_bytes",
            "peak_resident_bytes");

    @TempDir
    private Path folder;

    private static List<ObjectNode> metrics(Path run) throws IOException {
        List<ObjectNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics-0.jsonl"))) {
            ObjectNode record = (ObjectNode) new ObjectMapper().readTree(line);
            records.add(record.without(TIMES));
        }
        return records;
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        assertThat(actual).containsOnlyKeys(expected.keySet().toArray(String[]::new));
        actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    private static StopRequest stopAfter(TinyRun run, int step) {
        StopRequest stop = StopRequest.manual();
        run.listeners.add(new TrainListener() {
            @Override
            public void stepped(StepResult result) {
                if (result.step() == step) {
                    stop.request();
                }
            }
        });
        return stop;
    }

    @Test
    void resumedEqualsUninterruptedBitForBit() throws IOException {
        TrainingConfig config = TinyRun.config(9, 4, 2, 4, 0);
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        try (TinyRun run = new TinyRun(whole, 0.3, config)) {
            assertThat(run.run().ending()).isEqualTo(Ending.COMPLETED);
            try (TinyRun first = new TinyRun(parts, 0.3, config)) {
                RunOutcome outcome = first.run(ResumeMode.AUTO, stopAfter(first, 6));
                assertThat(outcome.ending()).isEqualTo(Ending.STOPPED);
                assertThat(outcome.state().step()).isEqualTo(6);
            }
            try (TinyRun second = new TinyRun(parts, 0.3, config)) {
                RunOutcome outcome = second.run();
                assertThat(second.results).extracting(StepResult::step).containsExactly(7, 8, 9);
                assertThat(outcome.state().totals().samples()).isEqualTo(72);
                assertSame(second.numbers(), run.numbers());
            }
        }
        assertThat(metrics(parts)).isEqualTo(metrics(whole));
    }

    @Test
    void resumesFromAnOlderCheckpointWhenTheLastIsDamaged() throws IOException {
        TrainingConfig config = TinyRun.config(9, 4, 1, 4, 0);
        try (TinyRun run = new TinyRun(folder, 0.3, config);
                TinyRun again = new TinyRun(folder, 0.3, config)) {
            run.run();
            List<ObjectNode> before = metrics(folder);
            Files.writeString(folder.resolve("checkpoints/step-00000009/trainable.safetensors"), "x");
            again.run();
            assertThat(again.results).extracting(StepResult::step).containsExactly(9);
            assertSame(again.numbers(), run.numbers());
            assertThat(metrics(folder)).isEqualTo(before);
        }
    }

    @Test
    void accumulationEqualsOneBigBatch() {
        try (TinyRun big = new TinyRun(folder.resolve("big"), 0, TinyRun.config(5, 8, 1, 0, 0));
                TinyRun small = new TinyRun(folder.resolve("small"), 0, TinyRun.config(5, 2, 4, 0, 0))) {
            big.run();
            small.run();
            for (int i = 0; i < 5; i++) {
                assertThat(small.results.get(i).loss())
                        .isCloseTo(big.results.get(i).loss(), within(1e-6));
                assertThat(small.results.get(i).gradNorm())
                        .isCloseTo(big.results.get(i).gradNorm(), within(1e-6));
                assertThat(small.results.get(i).tokens()).isEqualTo(16);
            }
        }
    }

    @Test
    void microBatchesMayWeighTheSame() {
        TrainingConfig config = TinyRun.config(1, 1, 3, LossReduction.MICRO_BATCH, 0, 0);
        try (TinyRun run = new TinyRun(folder, 0, config)) {
            run.objective.uneven = true;
            run.run();
            double[] expected = meanOfMeans();
            assertThat(run.results.get(0).loss()).isCloseTo(expected[0], within(1e-6));
            assertThat(run.results.get(0).gradNorm()).isCloseTo(expected[1], within(1e-6));
            assertThat(run.results.get(0).tokens()).isEqualTo(5);
        }
    }

    @Test
    void microBatchesOfAllRanksWeighTheSame() throws Exception {
        List<StepResult> ranks = ThreadCollective.run(3, collective -> {
            TrainingConfig config = TinyRun.config(1, 1, 1, LossReduction.MICRO_BATCH, 0, 0);
            try (TinyRun run = new TinyRun(folder.resolve("ranks"), 0, config, collective)) {
                run.objective.uneven = true;
                run.run();
                return run.results.get(0);
            }
        });
        double[] expected = meanOfMeans();
        assertThat(ranks).allSatisfy(rank -> {
            assertThat(rank.loss()).isCloseTo(expected[0], within(1e-6));
            assertThat(rank.gradNorm()).isCloseTo(expected[1], within(1e-6));
        });
    }

    /** Loss and norm of its gradient over samples 0, 1 and 2 as a micro-batch each, worked out from the start weights. */
    private static double[] meanOfMeans() {
        double[][] w = {{.1, -.2, .3, .05}, {0, .5, -.1, -.05}};
        double[][] gradient = new double[2][4];
        double loss = 0;
        for (int n = 0; n < 3; n++) {
            double[] x = {Math.sin(1 + 3 * n), Math.sin(2 + 3 * n), Math.sin(3 + 3 * n), 1};
            int targets = n == 1 ? 1 : 2;
            for (int k = 0; k < targets; k++) {
                double error = -Math.cos((k + 1) * n);
                for (int j = 0; j < 4; j++) {
                    error += w[k][j] * x[j];
                }
                loss += error * error / targets / 3;
                for (int j = 0; j < 4; j++) {
                    gradient[k][j] += 2 * error * x[j] / targets / 3;
                }
            }
        }
        double squares = 0;
        for (double[] row : gradient) {
            for (double g : row) {
                squares += g * g;
            }
        }
        return new double[] {loss, Math.sqrt(squares)};
    }

    @Test
    void ranksEqualOneBigBatch() throws Exception {
        try (TinyRun whole = new TinyRun(folder.resolve("whole"), 0, TinyRun.config(5, 8, 1, 0, 0))) {
            whole.run();
            List<List<StepResult>> ranks = ThreadCollective.run(2, collective -> {
                TrainingConfig config = TinyRun.config(5, 2, 2, 0, 0);
                try (TinyRun run = new TinyRun(folder.resolve("ranks"), 0, config, collective)) {
                    run.run();
                    return run.results;
                }
            });
            for (int i = 0; i < 5; i++) {
                StepResult expected = whole.results.get(i);
                for (List<StepResult> rank : ranks) {
                    assertThat(rank.get(i).loss()).isCloseTo(expected.loss(), within(1e-6));
                    assertThat(rank.get(i).gradNorm()).isCloseTo(expected.gradNorm(), within(1e-6));
                    assertThat(rank.get(i).samples()).isEqualTo(8);
                }
            }
        }
    }

    @Test
    void learns() {
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(60, 8, 1, 0, 0))) {
            run.run();
            assertThat(run.results.get(59).loss()).isLessThan(run.results.get(0).loss());
        }
    }

    @Test
    void leaksNoArrays() {
        try (TinyRun run = new TinyRun(folder, 0.1, TinyRun.config(200, 2, 2, 0, 0))) {
            List<Integer> held = new ArrayList<>();
            run.listeners.add(new TrainListener() {
                @Override
                public void stepped(StepResult result) {
                    held.add(run.model.manager.getManagedArrays().size());
                }
            });
            run.run();
            assertThat(held).hasSize(200).containsOnly(held.get(0));
        }
    }

    @Test
    void stopsAtALossThatIsNoNumberAndNamesTheSamples() {
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(9, 2, 2, 1, 0))) {
            run.objective.poisoned = 10;
            assertThatThrownBy(run::run)
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("step 3: loss is NaN (lr 5.000e-02), samples s10, s11");
            StoredCheckpoint last = run.store.latest().orElseThrow();
            assertThat(last.state().step()).isEqualTo(2);
        }
    }

    @Test
    void refusesABatchWithoutTargets() {
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(9, 2, 1, 0, 0))) {
            run.objective.emptyFrom = 4;
            assertThatThrownBy(run::run)
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("step 3: no target token in samples s4, s5");
        }
    }

    @Test
    void aMicroBatchWithoutTargetsAddsNothing() {
        try (TinyRun whole = new TinyRun(folder.resolve("whole"), 0, TinyRun.config(1, 2, 2, 0, 0));
                TinyRun masked = new TinyRun(folder.resolve("masked"), 0, TinyRun.config(1, 2, 3, 0, 0))) {
            masked.objective.emptyFrom = 4;
            whole.run();
            masked.run();
            StepResult result = masked.results.get(0);
            assertThat(result.unlabelled()).isEqualTo(1);
            assertThat(result.tokens()).isEqualTo(8);
            assertThat(result.loss()).isEqualTo(whole.results.get(0).loss());
            assertThat(result.gradNorm()).isEqualTo(whole.results.get(0).gradNorm());
        }
    }

    @Test
    void noticesAChangedFrozenWeightAndSavesNothing() {
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(9, 2, 1, 3, 0))) {
            run.listeners.add(new TrainListener() {
                @Override
                public void stepped(StepResult result) {
                    if (result.step() == 5) {
                        run.model.frozen.addi(1);
                    }
                }
            });
            assertThatThrownBy(run::run)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("step 6: frozen weights have changed");
            assertThat(run.store.latest().orElseThrow().state().step()).isEqualTo(3);
        }
    }

    @Test
    void refusesToResumeOverOtherFrozenWeightsOrWithAnotherSeed() {
        TrainingConfig config = TinyRun.config(2, 2, 1, 0, 0);
        TrainingConfig reseeded =
                new TrainingConfig(2, 2, 1, LossReduction.STEP, 8, 0, 1, 0, 1, 0, false, 65536, 2000, 0, true, 0, 600);
        try (TinyRun run = new TinyRun(folder, 0, config);
                TinyRun other = new TinyRun(folder, 0, config);
                TinyRun seed = new TinyRun(folder, 0, reseeded)) {
            run.run();
            other.model.frozen.addi(1);
            assertThatThrownBy(other::run)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("frozen weights are not those");
            assertThatThrownBy(seed::run)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("training.seed is 8")
                    .hasMessageContaining("made with 7");
        }
    }

    @Test
    void endsInOrderWhenTheTimeIsUp() {
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(100, 2, 1, 0, 3))) {
            run.clock = () -> run.results.size() * 1_000_000_000L;
            RunOutcome outcome = run.run();
            assertThat(outcome.ending()).isEqualTo(Ending.OUT_OF_TIME);
            assertThat(outcome.state().step()).isEqualTo(3);
            assertThat(run.store.latest().orElseThrow().state().step()).isEqualTo(3);
        }
    }

    @Test
    void recordsWhatTheDesignNames() throws IOException {
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(2, 2, 1, 0, 0))) {
            run.run();
        }
        List<String> lines = Files.readAllLines(folder.resolve("metrics-0.jsonl"));
        assertThat(lines).hasSize(3);
        ObjectNode first = (ObjectNode) new ObjectMapper().readTree(lines.get(0));
        assertThat(first.path("data_wait_fraction").doubleValue()).isBetween(0.0, 1.0);
        assertThat(first.path("phase_seconds").fieldNames())
                .toIterable()
                .containsExactly("data", "forward", "backward", "update");
        assertThat(first.at("/grad_norms/image_prefix").doubleValue())
                .isEqualTo(first.path("grad_norm").doubleValue());
        assertThat(first.without(List.of("resident_bytes", "peak_resident_bytes"))
                        .fieldNames())
                .toIterable()
                .containsExactly(
                        "step",
                        "loss",
                        "lr",
                        "grad_norm",
                        "tokens",
                        "samples",
                        "seconds",
                        "samples_per_second",
                        "tokens_per_second",
                        "data_wait_fraction",
                        "phase_seconds",
                        "grad_norms",
                        "batch_size");
        assertThat(new ObjectMapper().readTree(lines.get(2)).fieldNames())
                .toIterable()
                .containsExactly("step", "eval_loss", "eval_batch_size");
    }

    /** Fails as often as told, in the middle of a checkpoint. */
    private static final class FullDisk implements TensorFormat {
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public void write(Path file, Map<String, NDArray> tensors) throws IOException {
            if (file.endsWith("optimizer.safetensors") && failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IOException("No space left on device");
            }
            SafetensorsFormat.INSTANCE.write(file, tensors);
        }

        @Override
        public Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
            return SafetensorsFormat.INSTANCE.read(file, manager);
        }
    }

    @Test
    void checkpointsThatCannotBeWrittenAreTriedAgain() {
        FullDisk disk = new FullDisk();
        disk.failures.set(2);
        List<Integer> failed = new ArrayList<>();
        TrainingConfig config = TinyRun.config(8, 2, 1, 2, 0);
        try (TinyRun run = new TinyRun(folder, 0, config, SingleProcess.INSTANCE, disk)) {
            run.listeners.add(new TrainListener() {
                @Override
                public void saveFailed(int step, String problem) {
                    failed.add(step);
                }
            });
            assertThat(run.run().ending()).isEqualTo(Ending.COMPLETED);
            assertThat(failed).containsExactly(2, 4);
            assertThat(run.store.folders())
                    .extracting(f -> f.getFileName().toString())
                    .containsExactly("step-00000008", "step-00000006");
        }
    }

    @Test
    void aRunWhoseLastCheckpointCannotBeWrittenFails() {
        FullDisk disk = new FullDisk();
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(4, 2, 1, 2, 0), SingleProcess.INSTANCE, disk)) {
            run.listeners.add(new TrainListener() {
                @Override
                public void saving(int step, Map<String, Long> dataCursor) {
                    disk.failures.set(step == 4 ? 1 : 0);
                }
            });
            assertThatThrownBy(run::run)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith("cannot write checkpoint ")
                    .hasMessageEndingWith("step-00000004: No space left on device");
            assertThat(run.store.latest().orElseThrow().state().step()).isEqualTo(2);
        }
    }

    @Test
    void aStopAbandonsTheStepBetweenItsMicroBatches() throws IOException {
        TrainingConfig config = TinyRun.config(9, 4, 3, 4, 0);
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        try (TinyRun run = new TinyRun(whole, 0.3, config);
                TinyRun first = new TinyRun(parts, 0.3, config);
                TinyRun second = new TinyRun(parts, 0.3, config)) {
            run.model.withoutBuffers();
            first.model.withoutBuffers();
            second.model.withoutBuffers();
            run.run();
            StopRequest stop = StopRequest.manual();
            first.objective.onSample(76, stop::request); // the second of three micro-batches of step 7
            assertThat(first.run(ResumeMode.AUTO, stop).state().step()).isEqualTo(6);
            second.run();
            assertThat(second.results).extracting(StepResult::step).containsExactly(7, 8, 9);
            assertSame(second.numbers(), run.numbers());
        }
        assertThat(metrics(parts)).isEqualTo(metrics(whole));
    }

    @Test
    void aStopAbandonsTheEvaluationWhichTheResumedRunMakes() throws IOException {
        TrainingConfig config = TinyRun.config(6, 4, 1, 4, 0);
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        try (TinyRun run = new TinyRun(whole, 0.3, config);
                TinyRun first = new TinyRun(parts, 0.3, config);
                TinyRun second = new TinyRun(parts, 0.3, config)) {
            run.run();
            StopRequest stop = StopRequest.manual();
            int[] evaluations = new int[1];
            first.objective.onSample(1000, () -> {
                if (++evaluations[0] == 2) { // that of step 4
                    stop.request();
                }
            });
            first.objective.onSample(1002, () -> assertThat(stop.isRequested()).isFalse());
            assertThat(first.run(ResumeMode.AUTO, stop).state().step()).isEqualTo(4);
            assertThat(first.store.latest().orElseThrow().state().evaluationDue())
                    .isTrue();
            second.run();
            assertSame(second.numbers(), run.numbers());
        }
        assertThat(metrics(parts)).isEqualTo(metrics(whole));
    }

    @Test
    void checkpointsHoldWhatWasMeasuredAtTheirStep() {
        try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(4, 2, 1, 2, 0))) {
            run.run();
            assertThat(run.store.latest().orElseThrow().state().evaluation()).containsKey("eval_loss");
        }
    }

    @Test
    void aFinishedRunResumesToNothing() {
        TrainingConfig config = TinyRun.config(2, 2, 1, 0, 0);
        try (TinyRun run = new TinyRun(folder, 0, config);
                TinyRun again = new TinyRun(folder, 0, config)) {
            run.run();
            assertThat(again.run().ending()).isEqualTo(Ending.COMPLETED);
            assertThat(again.results).isEmpty();
        }
    }
}
