package io.magma.train.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checkpoint folder whose files match their checksums. */
public final class StoredCheckpoint {
    static final String TRAINABLE = "trainable.safetensors";
    /** File of the optimizer's state. */
    public static final String OPTIMIZER = "optimizer.safetensors";

    static final String STATE = "state.json";
    static final String CONFIG = "config.yml";
    static final List<String> FILES = List.of(TRAINABLE, OPTIMIZER, STATE, CONFIG);

    private final Path folder;
    private final TensorFormat format;
    private final RunState state;

    private StoredCheckpoint(Path folder, TensorFormat format, RunState state) {
        this.folder = folder;
        this.format = format;
        this.state = state;
    }

    /**
     * Opens a checkpoint folder.
     *
     * @throws CheckpointException if a file is missing or does not match its checksum
     */
    public static StoredCheckpoint open(Path folder, TensorFormat format) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException(folder + ": no such checkpoint");
        }
        Optional<String> problem = ChecksumFile.problem(folder, FILES);
        if (problem.isPresent()) {
            throw new CheckpointException(folder + ": damaged checkpoint: " + problem.get());
        }
        try {
            return new StoredCheckpoint(folder, format, RunState.read(folder.resolve(STATE)));
        } catch (IOException e) {
            throw unreadable(folder.resolve(STATE), e);
        }
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** Step, cursor, seeds, hashes, provenance. */
    public RunState state() {
        return state;
    }

    /** The resolved configuration, as YAML. */
    public String config() {
        try {
            return Files.readString(folder.resolve(CONFIG));
        } catch (IOException e) {
            throw unreadable(folder.resolve(CONFIG), e);
        }
    }

    /** Trained tensors and their buffers; they belong to {@code manager}. */
    public Map<String, NDArray> trainable(NDManager manager) {
        return tensors(TRAINABLE, manager);
    }

    /** State of the optimizer; it belongs to {@code manager}. */
    public Map<String, NDArray> optimizer(NDManager manager) {
        return tensors(OPTIMIZER, manager);
    }

    private Map<String, NDArray> tensors(String file, NDManager manager) {
        try {
            return format.read(folder.resolve(file), manager);
        } catch (IOException e) {
            throw unreadable(folder.resolve(file), e);
        }
    }

    private static CheckpointException unreadable(Path file, IOException e) {
        return new CheckpointException(file + ": cannot read: " + e.getMessage(), e);
    }
}
