package io.magma.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.magma.config.LossReduction;
import io.magma.train.distributed.ThreadCollective;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds the processes of a run to each other. */
class ReplicasTest {
    @TempDir
    private Path folder;

    private List<String> failures(int changingStep) throws InterruptedException, ExecutionException {
        return ThreadCollective.run(3, collective -> {
            try (TinyRun run = new TinyRun(folder, 0, TinyRun.config(9, 2, 1, 3, 0), collective)) {
                TrainListener change = new TrainListener() {
                    @Override
                    public void stepped(StepResult result) {
                        if (result.step() == changingStep && collective.rank() == 2) {
                            run.model.parameters().values().iterator().next().addi(1e-6f);
                        }
                    }
                };
                run.listeners.add(change);
                if (changingStep == 0 && collective.rank() == 1) {
                    run.model.frozen.addi(1);
                }
                run.run();
                return "";
            } catch (TrainingException e) {
                return String.valueOf(e.getMessage());
            }
        });
    }

    @Test
    void aProcessWhoseWeightsDriftAwayIsNamedByAll() throws InterruptedException, ExecutionException {
        assertThat(failures(5))
                .containsOnly("step 6: the trained weights of rank 2 are not those of rank 0; nothing was saved");
    }

    @Test
    void aProcessThatStartsFromOtherFrozenWeightsIsNamedByAll() throws InterruptedException, ExecutionException {
        assertThat(failures(0))
                .containsOnly("step 0: the frozen weights of rank 1 are not those of rank 0; nothing was saved");
    }

    @Test
    void runningStatisticsAreThoseOfTheFirst() throws InterruptedException, ExecutionException {
        List<Float> seen = ThreadCollective.run(2, collective -> {
            try (TinyModel model = new TinyModel(0)) {
                model.buffers().values().forEach(b -> b.addi(collective.rank() + 1));
                new Replicas(model, collective).shareBuffers();
                return model.buffers().values().iterator().next().getFloat();
            }
        });
        assertThat(seen).containsExactly(1f, 1f);
    }

    @Test
    void aProcessWithoutEvaluationDataTakesPart() throws InterruptedException, ExecutionException {
        List<Map<String, Double>> means = ThreadCollective.run(3, collective -> {
            WeightedMeans mine = new WeightedMeans(LossReduction.STEP);
            if (collective.rank() < 2) {
                DeviceLosses.Batch batch = new DeviceLosses.Batch(2, "", List.of("accuracy"));
                mine.add(batch, FloatBuffer.wrap(new float[] {3 * (1 + collective.rank()), collective.rank()}));
            }
            return mine.over(collective);
        });
        assertThat(means.get(0).get("loss")).isCloseTo(9 / 4.0, within(1e-12));
        assertThat(means.get(0).get("accuracy")).isCloseTo(0.25, within(1e-12));
        assertThat(means.get(2)).containsOnlyKeys("loss");
    }
}
