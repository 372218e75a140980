package io.magma.train.eval.run;

import io.magma.train.eval.task.TaskItems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what of a task's data is not asked about. */
final class LeftOut {
    private static final Logger logger = LoggerFactory.getLogger(LeftOut.class);

    private LeftOut() {}

    /** Warns of every reason. */
    static void warn(String part, TaskItems items) {
        items.leftOut().forEach((reason, count) -> logger.warn("{}: {} {} left out", part, count, reason));
    }
}
