package io.magma.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tries again what failed for now, with pauses that double.
 *
 * @param most tries in a row that may fail
 * @param pause time before the second try
 */
record Retries(int most, Duration pause) {
    /** Something that may fail for now. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException;
    }

    /**
     * Runs until it succeeds.
     *
     * @param progress what has been achieved so far; tries count from anew when it grows
     * @param failed hears of each failure that is followed by another try
     * @throws IOException the last failure
     */
    <T> T run(Attempt<T> attempt, LongSupplier progress, Consumer<IOException> failed) throws IOException {
        int failures = 0;
        long before = progress.getAsLong();
        while (true) {
            try {
                return attempt.run();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                long now = progress.getAsLong();
                failures = now > before ? 1 : failures + 1;
                before = now;
                if (failures >= most || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failed.accept(e);
                sleep(pause.multipliedBy(1L << (failures - 1)));
            }
        }
    }

    private static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
