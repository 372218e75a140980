package io.magma.cli;

import io.magma.hub.DownloadListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows a download: a bar that is rewritten in place on a terminal, a line every tenth of the way elsewhere. */
final class DownloadProgress implements DownloadListener {
    private static final int BAR = 20;
    private static final int PARTS = 10;
    private static final long NANOS_BETWEEN = 200_000_000;

    private final PrintWriter err;
    private final boolean terminal;
    private long bytes;
    private long done;
    private long present;
    private long started;
    private long shown;

    /**
     * Shows on {@code err}.
     *
     * @param terminal whether {@code \r} rewrites a line
     */
    DownloadProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void began(String repository, int files, long total, long here) {
        bytes = total;
        done = here;
        present = here;
        started = System.nanoTime();
        err.println(repository + ": " + files + " files, " + megabytes(total) + " MB"
                + (here == total ? ", all here" : here > 0 ? ", " + megabytes(here) + " MB of them here" : ""));
    }

    @Override
    public synchronized void received(long count) {
        long before = part();
        done += count;
        if (count <= 0) {
            return;
        }
        long now = System.nanoTime();
        if (terminal && (now - shown > NANOS_BETWEEN || done >= bytes)) {
            shown = now;
            err.print("\r" + line() + " ");
            err.flush();
        } else if (!terminal && part() > before) {
            err.println(line());
        }
    }

    private long part() {
        return bytes == 0 ? 0 : PARTS * done / bytes;
    }

    private String line() {
        double fraction = bytes == 0 ? 1 : Math.min(1.0, (double) done / bytes);
        int full = (int) (BAR * fraction);
        double seconds = Math.max(1e-3, (System.nanoTime() - started) / 1e9);
        return String.format(
                Locale.ROOT,
                "[%s%s] %s of %s MB  %.1f MB/s",
                "=".repeat(full),
                " ".repeat(BAR - full),
                megabytes(done),
                megabytes(bytes),
                (done - present) / 1e6 / seconds);
    }

    @Override
    public synchronized void retrying(String file, String reason) {
        if (terminal) {
            err.println();
        }
        err.println(file + ": " + reason + "; trying again");
    }

    @Override
    public synchronized void ended() {
        if (terminal && shown > 0) {
            err.println();
        }
    }

    private static String megabytes(long count) {
        return String.format(Locale.ROOT, "%,.1f", count / 1e6);
    }
}
