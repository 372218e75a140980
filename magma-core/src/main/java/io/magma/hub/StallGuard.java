package io.magma.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Ends a read that has waited too long, by closing its stream: a body has no timeout of its own. */
final class StallGuard implements AutoCloseable {
    private final InputStream body;
    private final long most;
    private final Thread watcher;
    private volatile long last = System.nanoTime();

    /** Watches {@code body} until closed. */
    StallGuard(InputStream body, Duration most) {
        this.body = body;
        this.most = most.toNanos();
        this.watcher = new Thread(this::watch, "magma-stall-guard");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Something arrived. */
    void alive() {
        last = System.nanoTime();
    }

    private void watch() {
        try {
            for (long left = most; left > 0; left = most - (System.nanoTime() - last)) {
                Thread.sleep(left / 1_000_000 + 1);
            }
            body.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the body has ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
