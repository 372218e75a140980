package io.magma.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.LossReduction;
import io.magma.config.TrainingConfig;
import io.magma.train.distributed.SingleProcess;
import io.magma.train.distributed.ThreadCollective;
import io.magma.train.loop.RunOutcome.Ending;
import io.magma.train.optim.LossScaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps whose results are read together are the same steps: to the bit, whatever happens between readings. */
class StepReaderTest {
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

    private static TrainingConfig config(int steps, int accumulation, int evalEvery, int saveEvery) {
        return new TrainingConfig(
                steps,
                4,
                accumulation,
                LossReduction.STEP,
                7,
                evalEvery,
                1,
                saveEvery,
                3,
                0,
                false,
                65536,
                2000,
                0,
                true,
                0,
                600);
    }

    private TinyRun run(String name, int interval, TrainingConfig config) {
        TinyRun run = new TinyRun(folder.resolve(name), 0.3, config);
        run.interval = interval;
        run.model.withoutBuffers();
        return run;
    }

    private List<ObjectNode> metrics(String run) throws IOException {
        List<ObjectNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(run).resolve("metrics-0.jsonl"))) {
            records.add(((ObjectNode) new ObjectMapper().readTree(line)).without(TIMES));
        }
        return records;
    }

    private static void assertSame(TinyRun actual, TinyRun expected) {
        Map<String, float[]> numbers = expected.numbers();
        actual.numbers().forEach((name, values) -> assertThat(values).as(name).isEqualTo(numbers.get(name)));
    }

    /** The steps of each reading. */
    private static List<List<Integer>> watchReadings(TinyRun run) {
        List<List<Integer>> readings = new ArrayList<>();
        run.door = (numbers, scratch) -> {
            readings.add(new ArrayList<>());
            return HostRead.TOGETHER.read(numbers, scratch);
        };
        run.listeners.add(new TrainListener() {
            @Override
            public void stepped(StepResult result) {
                readings.get(readings.size() - 1).add(result.step());
            }
        });
        return readings;
    }

    @Test
    void readsTogetherWhatIsReadOneByOneElsewhere() throws IOException {
        TrainingConfig config = config(13, 2, 7, 10);
        try (TinyRun single = run("single", 1, config);
                TinyRun grouped = run("grouped", 3, config)) {
            List<List<Integer>> readings = watchReadings(grouped);
            single.run();
            grouped.run();
            // The first step; the evaluation of 7 and the checkpoint of 10 between multiples of 3; the end.
            assertThat(readings)
                    .containsExactly(
                            List.of(1),
                            List.of(2, 3),
                            List.of(4, 5, 6),
                            List.of(7),
                            List.of(8, 9),
                            List.of(10),
                            List.of(11, 12),
                            List.of(13));
            assertSame(grouped, single);
            assertThat(metrics("grouped")).isEqualTo(metrics("single")).hasSize(15);
        }
    }

    @Test
    void timesAreDividedEvenly() {
        try (TinyRun run = run("run", 4, config(9, 2, 0, 0))) {
            long start = System.nanoTime();
            RunOutcome outcome = run.run();
            double wall = (System.nanoTime() - start) / 1e9;
            for (int step = 5; step <= 7; step++) {
                assertThat(run.results.get(step - 1).seconds())
                        .isEqualTo(run.results.get(7).seconds());
                assertThat(run.results.get(step - 1).phaseSeconds())
                        .isEqualTo(run.results.get(7).phaseSeconds());
            }
            assertThat(run.results)
                    .allSatisfy(r -> assertThat(r.phaseSeconds().values().stream()
                                    .mapToDouble(s -> s)
                                    .sum())
                            .isLessThanOrEqualTo(r.seconds() + 1e-9));
            double seconds =
                    run.results.stream().mapToDouble(StepResult::seconds).sum();
            assertThat(seconds).isLessThanOrEqualTo(wall);
            assertThat(outcome.state().totals().seconds()).isCloseTo(seconds, within(1e-9));
        }
    }

    @Test
    void aStopAmidAGroupReadsSavesAndGoesOn() throws IOException {
        TrainingConfig config = config(12, 1, 6, 0);
        try (TinyRun single = run("single", 1, config);
                TinyRun first = run("grouped", 5, config);
                TinyRun second = run("grouped", 5, config)) {
            single.run();
            StopRequest stop = StopRequest.manual();
            first.objective.onSample(4 * 7, stop::request); // step 8
            assertThat(first.run(ResumeMode.AUTO, stop).ending()).isEqualTo(Ending.STOPPED);
            assertThat(first.results).extracting(StepResult::step).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            second.run();
            assertThat(second.results).extracting(StepResult::step).containsExactly(9, 10, 11, 12);
            assertSame(second, single);
        }
        assertThat(metrics("grouped")).isEqualTo(metrics("single"));
    }

    @Test
    void anAbandonedStepLeavesTheGroupBeforeItComplete() throws IOException {
        TrainingConfig config = config(9, 3, 0, 4);
        try (TinyRun single = run("single", 1, config);
                TinyRun first = run("grouped", 5, config);
                TinyRun second = run("grouped", 5, config)) {
            single.run();
            StopRequest stop = StopRequest.manual();
            first.objective.onSample(76, stop::request); // the second of three micro-batches of step 7
            assertThat(first.run(ResumeMode.AUTO, stop).state().step()).isEqualTo(6);
            assertThat(first.results).hasSize(6);
            second.run();
            assertThat(second.results).extracting(StepResult::step).containsExactly(7, 8, 9);
            assertSame(second, single);
        }
        assertThat(metrics("grouped")).isEqualTo(metrics("single"));
    }

    @Test
    void aLossThatIsNoNumberAmidAGroupIsReportedAsIfReadAtOnce() throws IOException {
        TrainingConfig config = config(12, 2, 0, 4);
        try (TinyRun until = run("until", 1, config(5, 2, 0, 4));
                TinyRun single = run("single", 1, config);
                TinyRun grouped = run("grouped", 8, config)) {
            until.run();
            for (TinyRun run : List.of(single, grouped)) {
                run.objective.poisoned = 46; // in the second micro-batch of step 6
                assertThatThrownBy(run::run)
                        .isInstanceOf(TrainingException.class)
                        .hasMessage("step 6: loss is NaN (lr 4.897e-02), samples s44, s45, s46, s47");
                assertThat(run.results).extracting(StepResult::step).containsExactly(1, 2, 3, 4, 5);
                assertThat(run.store.latest().orElseThrow().state().step()).isEqualTo(4);
            }
            assertSame(grouped, single);
            assertSame(grouped, until);
        }
        assertThat(metrics("grouped")).isEqualTo(metrics("single"));
    }

    @Test
    void aFailureAmidAGroupComesAfterTheRecordsOfTheStepsBefore() throws IOException {
        try (TinyRun run = run("run", 9, config(12, 1, 0, 0))) {
            run.objective.emptyFrom = 20;
            assertThatThrownBy(run::run).hasMessage("step 6: no target token in samples s20, s21, s22, s23");
            assertThat(run.results).hasSize(5);
        }
        try (TinyRun run = run("both", 9, config(12, 1, 0, 0))) {
            run.objective.poisoned = 13;
            run.objective.emptyFrom = 20;
            assertThatThrownBy(run::run)
                    .hasMessageStartingWith("step 4: loss is NaN")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(run.results).hasSize(3);
        }
        assertThat(metrics("run")).hasSize(5);
    }

    @Test
    void anOverflowUnderLossScalingIsLeftOutAndTheRunGoesOn() {
        try (TinyRun run = run("run", 1, config(6, 2, 0, 0));
                TinyRun before = run("before", 1, config(2, 2, 0, 0));
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            run.scaler = LossScaler.dynamic(manager, 8, 100);
            before.scaler = LossScaler.dynamic(manager, 8, 100);
            before.run();
            run.objective.poisoned = 17; // step 3
            run.listeners.add(new TrainListener() {
                @Override
                public void stepped(StepResult result) {
                    if (result.step() == 3) {
                        assertSame(run, before);
                    }
                }
            });
            assertThat(run.run().ending()).isEqualTo(Ending.COMPLETED);
            assertThat(run.results).hasSize(6);
            StepResult skipped = run.results.get(2);
            assertThat(skipped.loss()).isNaN();
            assertThat(skipped.extras()).containsEntry("loss_scale", 8.0).containsEntry("skipped_steps", 1.0);
            assertThat(run.results.get(3).extras()).containsEntry("loss_scale", 4.0);
            assertThat(Objects.requireNonNull(run.numbers().get("step.image_prefix.proj.bias")))
                    .containsExactly(5);
            assertThat(Objects.requireNonNull(run.numbers().get("ema_steps"))).containsExactly(5);
        }
    }

    @Test
    void allRanksEndAtALossThatIsNoNumberOnOneAndKeepTheirParameters() throws Exception {
        List<String> messages = ThreadCollective.run(2, collective -> {
            TrainingConfig config = TinyRun.config(5, 2, 1, 0, 0);
            Path ranks = folder.resolve("rank" + collective.rank());
            try (TinyRun until = new TinyRun(ranks.resolve("until"), 0, TinyRun.config(2, 2, 1, 0, 0), collective);
                    TinyRun run = new TinyRun(ranks, 0, config, collective)) {
                until.run();
                run.objective.poisoned = 11; // rank 1's second sample of step 3
                try {
                    run.run();
                } catch (TrainingException e) {
                    assertSame(run, until);
                    return String.valueOf(e.getMessage());
                }
                return "";
            }
        });
        assertThat(messages)
                .containsExactly(
                        "step 3: loss is NaN (lr 5.000e-02), samples s8, s10",
                        "step 3: loss is NaN (lr 5.000e-02), samples s9, s11");
    }

    @Test
    void onlyAGpuOfOneProcessWithoutLossScalingIsNotWaitedFor() throws Exception {
        TrainingConfig config = config(5, 1, 0, 0);
        LossScaler off = LossScaler.off();
        assertThat(StepReader.interval(config, Device.gpu(), off, SingleProcess.INSTANCE))
                .isEqualTo(3);
        assertThat(StepReader.interval(config, Device.cpu(), off, SingleProcess.INSTANCE))
                .isEqualTo(1);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            LossScaler on = LossScaler.dynamic(manager, 8, 100);
            assertThat(StepReader.interval(config, Device.gpu(), on, SingleProcess.INSTANCE))
                    .isEqualTo(1);
        }
        assertThat(ThreadCollective.run(2, ranks -> StepReader.interval(config, Device.gpu(), off, ranks)))
                .containsOnly(1);
    }
}
