package io.magma.train.loop;

import io.magma.train.checkpoint.CheckpointException;
import io.magma.train.checkpoint.CheckpointWriter;
import io.magma.train.checkpoint.SaveOutcome;
import io.magma.train.metrics.MetricsException;
import java.util.List;
import java.util.Map;

/** The saves of a run: begun after one step, reported after a later one, and waited for at the end. */
final class Saves {
    private static final double NOTICED_SECONDS = 0.1;

    private final Checkpointer checkpointer;
    private final CheckpointWriter writer;
    private final List<TrainListener> listeners;

    Saves(Checkpointer checkpointer, List<TrainListener> listeners) {
        this.checkpointer = checkpointer;
        this.writer = checkpointer.writer();
        this.listeners = listeners;
    }

    /** Begins a save, after the one before it has ended. */
    void begin(TrainState state, Map<String, Long> cursor, String frozenHash) {
        start(state, cursor, frozenHash);
        reportFinished();
    }

    private void start(TrainState state, Map<String, Long> cursor, String frozenHash) {
        if (writer.busy()) {
            long began = System.nanoTime();
            writer.await().ifPresent(this::report);
            double seconds = (System.nanoTime() - began) / 1e9;
            if (seconds >= NOTICED_SECONDS) {
                note("step %d: waited %.1f s for the checkpoint before to be written".formatted(state.step(), seconds));
            }
        }
        try {
            listeners.forEach(l -> l.saving(state.step(), cursor));
        } catch (MetricsException e) {
            writer.fail(state.step(), "cannot write a checkpoint without its metrics: " + e.getMessage());
            return;
        }
        checkpointer.save(state, cursor, frozenHash);
    }

    /** Tells the listeners of a save that has ended since. */
    void reportFinished() {
        writer.poll().ifPresent(this::report);
    }

    /**
     * Saves, and waits until it is done.
     *
     * @throws CheckpointException if it failed
     */
    void last(TrainState state, Map<String, Long> cursor, String frozenHash) {
        start(state, cursor, frozenHash);
        SaveOutcome outcome = writer.await().orElseThrow();
        if (outcome.problem().isPresent()) {
            throw new CheckpointException(outcome.problem().get());
        }
        report(outcome);
    }

    private void report(SaveOutcome outcome) {
        outcome.folder().ifPresent(folder -> listeners.forEach(l -> l.saved(outcome.step(), folder)));
        outcome.problem().ifPresent(problem -> listeners.forEach(l -> l.saveFailed(outcome.step(), problem)));
    }

    private void note(String message) {
        listeners.forEach(l -> l.noted(message));
    }
}
