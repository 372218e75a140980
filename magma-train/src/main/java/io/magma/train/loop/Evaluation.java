package io.magma.train.loop;

import java.util.Map;

/** Measures the model now and then. */
@FunctionalInterface
public interface Evaluation {
    /**
     * Measures; called by all processes, with training switched off.
     *
     * @param step optimizer steps done
     * @return numbers or texts by name, such as {@code eval_loss}
     */
    Map<String, Object> evaluate(int step);
}
