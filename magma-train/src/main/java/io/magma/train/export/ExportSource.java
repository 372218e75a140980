package io.magma.train.export;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.multimodal.ModelFolder;
import io.magma.train.checkpoint.RunState;
import io.magma.train.checkpoint.SafetensorsFormat;
import io.magma.train.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An intact checkpoint and the run it belongs to.
 *
 * @param folder the checkpoint
 * @param config the run's configuration
 * @param state where the run was
 */
public record ExportSource(Path folder, RunConfig config, RunState state) {
    private static final String LATEST = "latest";
    private static final String BEST = "best";

    /**
     * Opens a checkpoint folder, or a run's latest checkpoint.
     *
     * @throws ConfigException if the folder is neither
     * @throws io.magma.train.checkpoint.CheckpointException if the checkpoint is damaged
     */
    public static ExportSource open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ConfigException(path + ": no such run or checkpoint");
        }
        Path folder = checkpoint(path);
        if (!Files.exists(folder.resolve("state.json"))) {
            throw new ConfigException(path + ": not a run or a checkpoint: has no " + LATEST + " or state.json");
        }
        StoredCheckpoint stored = StoredCheckpoint.open(folder, SafetensorsFormat.INSTANCE);
        RunConfig config = ConfigLoader.load(folder.resolve(ModelFolder.CONFIG), List.of());
        return new ExportSource(folder, config, stored.state());
    }

    /**
     * The best checkpoint of a run.
     *
     * @throws ConfigException if the run has kept none
     */
    public static Path best(Path run) {
        Path best = run.resolve(BEST);
        if (!Files.exists(best)) {
            throw new ConfigException(run + ": has no " + BEST + " checkpoint; checkpoint.keep_best keeps some");
        }
        return named(run, best);
    }

    /** Trained tensors of the checkpoint. */
    public Path trained() {
        return folder.resolve(ModelFolder.TRAINED);
    }

    /** Optimizer state of the checkpoint, moving averages among it. */
    Path optimizer() {
        return folder.resolve(StoredCheckpoint.OPTIMIZER);
    }

    private static Path checkpoint(Path path) {
        Path latest = path.resolve(LATEST);
        return Files.exists(latest) ? named(path, latest) : path;
    }

    private static Path named(Path run, Path pointer) {
        try {
            return run.resolve("checkpoints").resolve(Files.readString(pointer).strip());
        } catch (IOException e) {
            throw new ExportException(pointer + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
