package io.magma.train.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a save ended.
 *
 * @param step optimizer steps done when it began
 * @param folder the checkpoint; absent if it failed
 * @param problem why it failed, in one line; absent if it did not
 */
public record SaveOutcome(int step, Optional<Path> folder, Optional<String> problem) {
    static SaveOutcome saved(int step, Path folder) {
        return new SaveOutcome(step, Optional.of(folder), Optional.empty());
    }

    static SaveOutcome failed(int step, String problem) {
        return new SaveOutcome(step, Optional.empty(), Optional.of(problem));
    }
}
