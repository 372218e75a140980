package io.magma.train.loop;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A wish that the run ends in order after its current step.
 *
 * <p>{@link #onShutdown} makes it when the process is told to end (SIGINT, SIGTERM): the end is held up until {@link #close},
 * that is until the checkpoint is written; the exit code is then that of the signal (130, 143). A request that nobody closes
 * holds nothing up once the thread that made it has ended, or ends the process itself. A second SIGINT ends the process at once.
 */
public final class StopRequest implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::holdUp, "stop-request");
    private final Thread owner = Thread.currentThread();

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
        SecondInterrupt.endsTheProcess();
        try {
            boolean closed = false;
            while (!closed && owner.isAlive() && !endsTheProcess(owner)) {
                closed = finished.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Who is inside System.exit waits for the hooks and closes nothing any more.
    private static boolean endsTheProcess(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(call -> call.getClassName().equals(Runtime.class.getName())
                        && call.getMethodName().equals("exit"));
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
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            requested.set(true); // the process is ending already, and hooks can no longer be removed
        }
    }
}
