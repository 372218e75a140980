package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.ConfigException;
import io.magma.train.checkpoint.CheckpointContents;
import io.magma.train.checkpoint.CheckpointWriter;
import io.magma.train.checkpoint.Provenance;
import io.magma.train.checkpoint.RunState;
import io.magma.train.checkpoint.StoredCheckpoint;
import io.magma.train.checkpoint.TensorMaps;
import io.magma.train.optim.SavedState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves the state of a run into checkpoints and back. */
public final class Checkpointer {
    private static final String RUN_SEED = "run";

    private final CheckpointWriter writer;
    private final TrainableModel model;
    private final List<SavedState> states;
    private final BatchSource<?> data;
    private final long seed;
    private final String config;
    private final Provenance provenance;

    /**
     * Saves these through {@code writer}, which the caller closes.
     *
     * @param states optimizer and whatever else goes on with the run; their names differ
     * @param seed seed of the run
     * @param config resolved configuration, as YAML
     */
    public Checkpointer(
            CheckpointWriter writer,
            TrainableModel model,
            List<SavedState> states,
            BatchSource<?> data,
            long seed,
            String config,
            Provenance provenance) {
        this.writer = writer;
        this.model = model;
        this.states = List.copyOf(states);
        this.data = data;
        this.seed = seed;
        this.config = config;
        this.provenance = provenance;
    }

    CheckpointWriter writer() {
        return writer;
    }

    /** Begins a save. */
    void save(TrainState state, Map<String, Long> dataCursor, String frozenHash) {
        RunState saved = new RunState(
                state.step(),
                dataCursor,
                Map.of(RUN_SEED, seed),
                frozenHash,
                state.totals(),
                state.evaluation(),
                state.evaluationDue(),
                provenance);
        writer.begin(new CheckpointContents(saved, tensors(), state(), config));
    }

    /**
     * Overwrites parameters, optimizer state and data position with those of a checkpoint.
     *
     * @throws ConfigException if the run has another seed, so that it could not continue exactly
     * @throws TrainingException if the frozen weights are not those it was trained on
     * @throws io.magma.train.checkpoint.CheckpointException if it does not fit the model
     */
    public TrainState restore(StoredCheckpoint checkpoint) {
        RunState saved = checkpoint.state();
        Long savedSeed = saved.seeds().get(RUN_SEED);
        if (savedSeed == null || savedSeed != seed) {
            throw new ConfigException(
                    "training.seed is " + seed + ", but " + checkpoint.folder() + " was made with " + savedSeed);
        }
        String frozenHash = model.frozenHash();
        if (!frozenHash.equals(saved.frozenHash())) {
            throw new TrainingException(
                    checkpoint.folder() + ": the frozen weights are not those that it was trained on: their hash is "
                            + frozenHash + ", not " + saved.frozenHash());
        }
        try (NDManager manager = model.manager().newSubManager()) {
            String origin = checkpoint.folder().toString();
            Map<String, NDArray> trainable = checkpoint.trainable(manager);
            Map<String, NDArray> state = checkpoint.optimizer(manager);
            TensorMaps.copyInto(tensors(), trainable, origin);
            TensorMaps.copyInto(state(), state, origin);
        }
        states.forEach(SavedState::stateRestored);
        data.restore(saved.dataCursor());
        return new TrainState(saved.step(), saved.totals(), saved.evaluation(), saved.evaluationDue());
    }

    private Map<String, NDArray> state() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        states.forEach(state -> all.putAll(state.state()));
        return all;
    }

    private Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>(model.parameters());
        tensors.putAll(model.buffers());
        return tensors;
    }
}
