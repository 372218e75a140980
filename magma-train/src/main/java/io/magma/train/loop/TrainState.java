package io.magma.train.loop;

import io.magma.train.checkpoint.Totals;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a run stands.
 *
 * @param step optimizer steps done
 * @param totals what has been done in them
 * @param evaluation numbers that were measured at this step; empty without an evaluation
 * @param evaluationDue whether the evaluation of this step is still to be made
 */
public record TrainState(int step, Totals totals, Map<String, Double> evaluation, boolean evaluationDue) {
    /** Before the first step. */
    public static final TrainState START = new TrainState(0, Totals.NONE, Map.of(), false);

    public TrainState {
        evaluation = Map.copyOf(evaluation);
    }

    /** After one step more, whose result is still to be added. */
    TrainState stepped(boolean due) {
        return new TrainState(step + 1, totals, Map.of(), due);
    }

    /** With what a step has done. */
    TrainState plus(StepResult result) {
        return new TrainState(
                step, totals.plus(result.samples(), result.tokens(), result.seconds()), evaluation, evaluationDue);
    }

    TrainState evaluated(Map<String, Object> metrics) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        metrics.forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(name, number.doubleValue());
            }
        });
        return new TrainState(step, totals, numbers, false);
    }

    TrainState withEvaluationDue() {
        return new TrainState(step, totals, Map.of(), true);
    }
}
