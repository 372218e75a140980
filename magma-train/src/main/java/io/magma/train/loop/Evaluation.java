package io.magma.train.loop;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** Measures the model now and then. */
@FunctionalInterface
public interface Evaluation {
    /**
     * Measures; called by all processes, with training switched off.
     *
     * @param step optimizer steps done
     * @param stop whether this process was asked to end: the evaluation then leaves out what is left to compute, but not what
     *     the processes do together; its result is thrown away
     * @return numbers or texts by name, such as {@code eval_loss}
     */
    Map<String, Object> evaluate(int step, BooleanSupplier stop);
}
