package io.magma.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.checkpoint.Totals;
import io.magma.train.optim.GradientNorms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunWatchTest {
    private final List<String> warnings = new ArrayList<>();
    private final RunWatch watch = new RunWatch(warnings::add);

    private void step(int step, double norm, long unlabelled, double dataSeconds) {
        GradientNorms norms = new GradientNorms(Map.of("adapters", norm));
        watch.stepped(
                new StepResult(step, 2, 1e-3, norms, 10, 2, unlabelled, 1, Map.of("data", dataSeconds), Map.of()));
    }

    private void end() {
        watch.ended(new RunOutcome(RunOutcome.Ending.COMPLETED, new TrainState(1, Totals.NONE, Map.of(), false)));
    }

    @Test
    void aHealthyRunIsSilent() {
        for (int step = 1; step <= 200; step++) {
            step(step, 1 + step % 9, 0, step == 1 ? 1 : 0.05);
        }
        watch.evaluated(200, Map.of("eval_loss", 2.0, "samples", List.of()));
        end();
        assertThat(warnings).isEmpty();
    }

    @Test
    void starvationNeedsFiftyStepsAndIsToldOnce() {
        for (int step = 1; step <= 60; step++) {
            step(step, 1, 0, 0.1);
        }
        end();
        assertThat(warnings)
                .containsExactly(
                        "step 51: the last 50 steps spent 10 % of their time waiting for data; more data.workers may help",
                        "number of steps with waiting for data: 10");
    }

    @Test
    void aNormIsComparedWithTheMedianBeforeIt() {
        for (int step = 1; step <= 30; step++) {
            step(step, step == 10 || step == 25 || step == 27 ? 30 : 2, 0, 0);
        }
        step(31, Double.POSITIVE_INFINITY, 0, 0);
        step(32, 20, 0, 0);
        end();
        assertThat(warnings)
                .containsExactly(
                        "step 25: gradient norm 30.00 is 15 times the median of the 24 steps before, 2.000",
                        "number of steps with exploding gradient norm: 3");
    }

    @Test
    void batchesWithoutLabelsAndLossesThatAreNoNumbersAreTold() {
        step(1, 1, 2, 0);
        step(2, 1, 1, 0);
        watch.evaluated(2, Map.of("eval_loss", Double.NaN));
        end();
        assertThat(warnings)
                .containsExactly(
                        "step 1: 2 micro-batches have no token with a label; they add nothing",
                        "step 2: eval_loss is NaN",
                        "number of steps with micro-batches without a label: 2, loss that is no finite number: 1");
    }
}
