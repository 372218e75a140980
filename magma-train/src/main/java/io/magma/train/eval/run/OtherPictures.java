package io.magma.train.eval.run;

import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.random.PythonRandom;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gives every item the picture of another: in a shuffled circle, that of the next item about another picture. */
final class OtherPictures {
    private OtherPictures() {}

    /** Pictures in the order of the items; their own where all items are about one picture. */
    static List<Path> of(List<AskedItem> asked, long seed) {
        List<Integer> circle = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            circle.add(i);
        }
        new PythonRandom(seed).shuffle(circle);
        List<Path> others =
                new ArrayList<>(asked.stream().map(a -> a.item().image()).toList());
        for (int at = 0; at < circle.size(); at++) {
            TaskItem own = asked.get(circle.get(at)).item();
            for (int step = 1; step < circle.size(); step++) {
                TaskItem next =
                        asked.get(circle.get((at + step) % circle.size())).item();
                if (!next.image().equals(own.image())) {
                    others.set(circle.get(at), next.image());
                    break;
                }
            }
        }
        return others;
    }
}
