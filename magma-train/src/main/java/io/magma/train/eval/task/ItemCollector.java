package io.magma.train.eval.task;

import io.magma.train.data.DataException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes items in while they are read. */
final class ItemCollector {
    private final Map<String, TaskItem> items = new LinkedHashMap<>();
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final Set<String> missing = new HashSet<>();
    private Optional<Path> firstMissing = Optional.empty();

    /**
     * Takes an item, unless its picture is not there, which is counted.
     *
     * @param where file and line in messages
     * @throws DataException if there has been one with its id
     */
    void add(TaskItem item, Picture picture, String where) {
        if (items.putIfAbsent(item.id(), item) != null) {
            throw new DataException(where + ": " + item.id() + " is there twice, its id must be its own");
        }
        if (!picture.present()) {
            firstMissing = firstMissing.or(() -> Optional.of(picture.file()));
            leaveOut(TaskItems.MISSING_PICTURE);
            missing.add(item.id());
        }
    }

    /** Counts an entry that is no item. */
    void leaveOut(String reason) {
        leaveOut(reason, 1);
    }

    /** Counts entries that are no items. */
    void leaveOut(String reason, int count) {
        if (count > 0) {
            leftOut.merge(reason, count, Integer::sum);
        }
    }

    /**
     * All that was taken.
     *
     * @param skipMissing whether items without their picture are left out; otherwise one ends the reading
     * @throws DataException if there is none, or a picture is missing that must not be
     */
    TaskItems items(String name, boolean skipMissing) {
        List<TaskItem> present =
                items.values().stream().filter(i -> !missing.contains(i.id())).toList();
        if (firstMissing.isPresent() && (!skipMissing || present.isEmpty())) {
            throw new DataException(firstMissing.get() + ": no such picture, the first of "
                    + missing.size() + " missing of " + items.size() + " (" + name
                    + "); --skip-missing leaves them out and counts them");
        }
        if (present.isEmpty()) {
            throw new DataException(
                    name + ": there is nothing to ask" + (leftOut.isEmpty() ? "" : ", only " + leftOut));
        }
        return new TaskItems(present, Map.copyOf(leftOut));
    }
}
