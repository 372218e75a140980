package io.magma.train.eval.protocol;

import io.magma.train.eval.task.TaskItem;
import java.util.List;

/**
 * An item and the examples before it.
 *
 * @param item what is asked
 * @param shots examples in the order they are read
 */
public record AskedItem(TaskItem item, List<Shot> shots) {
    public AskedItem {
        shots = List.copyOf(shots);
    }
}
