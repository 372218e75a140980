package io.magma.train.eval.run;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One pass over a task's items.
 *
 * @param shots examples before a question
 * @param seed of what is drawn
 * @param baseline what the model sees
 */
public record Trial(int shots, long seed, Baseline baseline) {
    /** Folder of the trial's files within that of its task. */
    Path folder() {
        return Path.of("shots-" + shots, "seed-" + seed, baselineName());
    }

    /** What the model sees, {@code model} where it sees the pictures. */
    public String baselineName() {
        return baseline == Baseline.NONE ? "model" : baseline.name().toLowerCase(Locale.ROOT);
    }
}
