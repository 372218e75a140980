package io.magma.train.loop;

import io.magma.train.checkpoint.CheckpointStore;
import io.magma.train.checkpoint.Retention;
import io.magma.train.checkpoint.StoredCheckpoint;
import io.magma.train.checkpoint.TensorFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run continues from. */
@FunctionalInterface
public interface ResumeMode {
    /** From the last checkpoint of the run's own folder, if there is one. */
    ResumeMode AUTO = (store, format) -> store.latest();

    /** From the start, whatever is in the run's folder. */
    ResumeMode NEVER = (store, format) -> Optional.empty();

    /**
     * The checkpoint to continue from.
     *
     * @param store checkpoints of the run
     * @throws io.magma.train.checkpoint.CheckpointException if the one to continue from is missing or damaged
     */
    Optional<StoredCheckpoint> find(CheckpointStore store, TensorFormat format);

    /** From a checkpoint folder, or from the last checkpoint of a run's folder. */
    static ResumeMode from(Path folder) {
        return (store, format) -> Files.isDirectory(folder.resolve("checkpoints"))
                ? new CheckpointStore(folder, Retention.ALL, format).latest()
                : Optional.of(StoredCheckpoint.open(folder, format));
    }

    /** Reads {@code auto}, {@code never} or a folder. */
    static ResumeMode parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "never" -> NEVER;
            default -> from(Path.of(text));
        };
    }
}
