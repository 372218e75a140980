package io.magma.train.eval.protocol;

import io.magma.train.eval.task.TaskItem;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Items that may become examples.
 *
 * @param items those with an answer, in the order of the pool
 * @param places of the items by their ids
 */
record ShotCandidates(List<TaskItem> items, Map<String, Integer> places) {
    static final ShotCandidates NONE = new ShotCandidates(List.of(), Map.of());

    static ShotCandidates of(List<TaskItem> pool) {
        List<TaskItem> items =
                pool.stream().filter(item -> !item.answers().isEmpty()).toList();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            places.put(items.get(i).id(), i);
        }
        return new ShotCandidates(items, places);
    }

    /** Those that may stand before {@code asked}. */
    List<TaskItem> without(TaskItem asked, ShotSettings settings) {
        if (settings.otherPicture()) {
            return items.stream()
                    .filter(item -> !item.imageId().equals(asked.imageId()))
                    .filter(item -> settings.pool().train() || !item.id().equals(asked.id()))
                    .toList();
        }
        // Ids of training data are other questions', even where the numbers are the same.
        Integer own = settings.pool().train() ? null : places.get(asked.id());
        return own == null ? items : new AllButOne(items, own);
    }

    /** A view, since a copy for every question would be quadratic. */
    private static final class AllButOne extends AbstractList<TaskItem> {
        private final List<TaskItem> all;
        private final int left;

        AllButOne(List<TaskItem> all, int left) {
            this.all = all;
            this.left = left;
        }

        @Override
        public TaskItem get(int i) {
            return all.get(i < left ? i : i + 1);
        }

        @Override
        public int size() {
            return all.size() - 1;
        }
    }
}
