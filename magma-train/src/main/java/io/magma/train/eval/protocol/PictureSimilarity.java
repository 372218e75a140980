package io.magma.train.eval.protocol;

import io.magma.train.eval.task.TaskItem;
import java.util.List;

/** Finds items whose pictures are alike. */
@FunctionalInterface
public interface PictureSimilarity extends AutoCloseable {
    /** Knows no picture; for protocols that do not ask. */
    PictureSimilarity NONE = (query, pool) -> {
        throw new IllegalStateException("no features of pictures were made");
    };

    /** How similar each of {@code pool} is to {@code query}: the cosine of their features, -1 to 1. */
    double[] to(TaskItem query, List<TaskItem> pool);

    /** Frees what it holds. */
    @Override
    default void close() {}
}
