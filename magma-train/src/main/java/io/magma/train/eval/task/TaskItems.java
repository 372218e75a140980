package io.magma.train.eval.task;

import java.util.List;
import java.util.Map;

/**
 * The items of a split.
 *
 * @param items in the order of the files
 * @param leftOut how many entries of the files are not among them, by reason
 */
public record TaskItems(List<TaskItem> items, Map<String, Integer> leftOut) {
    /** The reason of items whose picture is not there. */
    public static final String MISSING_PICTURE = "pictures that are not there";

    public TaskItems {
        items = List.copyOf(items);
    }
}
