package io.magma.train.loop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A wish that the run ends in order after its current step.
 *
 * <p>{@link #onShutdown} makes it when the process is told to end (SIGINT, SIGTERM): the end is held up until {@link #close},
 * that is until the checkpoint is written; the exit code is then that of the signal (130, 143).
 */
public final class StopRequest implements AutoCloseable {
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::holdUp, "stop-request");

    private StopRequest() {}

    /** A request that only {@link #request} makes. */
    public static StopRequest manual() {
        return new StopRequest();
    }

    /** A request that is also made when the process is told to end. */
    public static StopRequest onShutdown() {
        StopRequest stop = new StopRequest();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    private void holdUp() {
        request();
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks for the end. */
    public void request() {
        requested.set(true);
    }

    /** Whether the end was asked for. */
    public boolean isRequested() {
        return requested.get();
    }

    /** Lets the process end. */
    @Override
    public void close() {
        finished.countDown();
        // Once the process is ending, hooks can no longer be removed.
        if (!requested.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                requested.set(true); // the process began to end just now
            }
        }
    }
}
