package io.magma.train.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints while training goes on: a save copies the tensors, and one background thread writes the copy, one at a
 * time.
 *
 * <p>Failures are survived as long as they are few: an outcome that is one failure too many in a row is thrown instead of
 * returned. All methods are for the thread that trains.
 */
public final class CheckpointWriter implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(CheckpointWriter.class);

    private final CheckpointStore store;
    private final int maxFailures;
    private final Optional<ExecutorService> background;
    private Optional<Future<SaveOutcome>> inFlight = Optional.empty();
    private int failures;

    /**
     * Writes into {@code store}.
     *
     * @param async whether to write in the background; otherwise a save returns when its checkpoint is on the disk
     * @param maxFailures saves in a row that may fail; at least 0
     */
    public CheckpointWriter(CheckpointStore store, boolean async, int maxFailures) {
        this.store = store;
        this.maxFailures = maxFailures;
        this.background = async
                ? Optional.of(Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task, "checkpoint-writer");
                    thread.setDaemon(true); // close waits for it
                    return thread;
                }))
                : Optional.empty();
    }

    /**
     * Begins a save; the tensors may change as soon as this returns.
     *
     * @throws IllegalStateException if the outcome of the save before has not been taken
     */
    public void begin(CheckpointContents contents) {
        if (background.isEmpty()) {
            begin(new FutureTask<>(() -> write(contents))).run();
            return;
        }
        NDManager copies = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        CheckpointContents copied;
        try {
            copied = contents.copied(copies);
        } catch (RuntimeException e) {
            copies.close();
            throw e;
        }
        background.get().execute(begin(new FutureTask<>(() -> {
            try (copies) {
                return write(copied);
            }
        })));
    }

    /** Counts a save of a step that failed before anything could be written. */
    public void fail(int step, String problem) {
        begin(new FutureTask<>(() -> SaveOutcome.failed(step, problem))).run();
    }

    private FutureTask<SaveOutcome> begin(FutureTask<SaveOutcome> save) {
        if (inFlight.isPresent()) {
            throw new IllegalStateException("a save is in flight");
        }
        inFlight = Optional.of(save);
        return save;
    }

    private SaveOutcome write(CheckpointContents contents) {
        try {
            return SaveOutcome.saved(contents.state().step(), store.save(contents));
        } catch (CheckpointException e) {
            return SaveOutcome.failed(contents.state().step(), String.valueOf(e.getMessage()));
        }
    }

    /** Whether a save has begun whose outcome has not been taken. */
    public boolean busy() {
        return inFlight.isPresent();
    }

    /**
     * Takes the outcome of the save in flight, if it has ended.
     *
     * @throws CheckpointException if it is one failure too many
     */
    public Optional<SaveOutcome> poll() {
        return inFlight.filter(Future::isDone).isPresent() ? await() : Optional.empty();
    }

    /**
     * Waits for the save in flight, if there is one, and takes its outcome.
     *
     * @throws CheckpointException if it is one failure too many
     */
    public Optional<SaveOutcome> await() {
        if (inFlight.isEmpty()) {
            return Optional.empty();
        }
        SaveOutcome outcome = get(inFlight.get());
        inFlight = Optional.empty();
        failures = outcome.problem().isPresent() ? failures + 1 : 0;
        if (failures > maxFailures) {
            String count =
                    failures == 1 ? "" : failures + " checkpoints in a row could not be written, the last since: ";
            throw new CheckpointException(count + outcome.problem().orElseThrow());
        }
        return Optional.of(outcome);
    }

    private static SaveOutcome get(Future<SaveOutcome> save) {
        try {
            return save.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointException("interrupted while a checkpoint was written", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
        }
    }

    /** Waits for the save in flight. */
    @Override
    public void close() {
        background.ifPresent(ExecutorService::shutdown);
        inFlight.ifPresent(save -> {
            SaveOutcome outcome = get(save);
            outcome.problem().ifPresent(logger::error);
        });
    }
}
