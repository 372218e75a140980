package io.magma.train.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Progress of work on many alike things: a line that is rewritten in place on a terminal, a line now and then elsewhere.
 *
 * <p>{@code hashing 120/1000  35.2k/s  eta 12:34  3 problems}. Rate and remaining time are those since the first call for a
 * stage, so that what an earlier process did does not count.
 */
public final class CountProgress {
    private static final int BAR = 20;
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long LOG_NANOS = 10_000_000_000L;

    private final Consumer<String> out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private String stage = "";
    private long startedAt;
    private long startedWith;
    private long shownAt;
    private int width;

    /**
     * Writes to {@code out}.
     *
     * @param out takes text as it stands, line ends included
     * @param terminal whether {@code \r} rewrites a line
     * @param nanos a clock in nanoseconds, such as {@code System::nanoTime}
     */
    public CountProgress(Consumer<String> out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /**
     * Shows how far a stage is, if it is time to: 5 times a second on a terminal, every 10 seconds elsewhere, and at its end.
     *
     * @param name of the stage; a new name begins a new one
     * @param done things so far
     * @param of all things
     * @param problems things that went wrong so far
     */
    public void show(String name, long done, long of, long problems) {
        show(name, done, of, problems == 0 ? "" : problems + (problems == 1 ? " problem" : " problems"));
    }

    /** The same with a note at the end of the line, such as a score so far; may be empty. */
    public void show(String name, long done, long of, String note) {
        long now = nanos.getAsLong();
        if (!name.equals(stage)) {
            stage = name;
            startedAt = now;
            startedWith = done - 1;
            shownAt = now;
        }
        if (done < of && now - shownAt < (terminal ? TERMINAL_NANOS : LOG_NANOS)) {
            return;
        }
        shownAt = now;
        String line = line(done, of, note, now);
        if (terminal) {
            int full = (int) (BAR * done / Math.max(1, of));
            String bar = "[" + "=".repeat(full) + " ".repeat(BAR - full) + "] " + line;
            out.accept("\r" + bar + " ".repeat(Math.max(0, width - bar.length())) + (done == of ? "\n" : ""));
            width = done == of ? 0 : bar.length();
        } else {
            out.accept(line + "\n");
        }
    }

    private String line(long done, long of, String note, long now) {
        double seconds = Math.max(1e-3, (now - startedAt) / 1e9);
        double rate = (done - startedWith) / seconds;
        String text = String.format(Locale.ROOT, "%s %d/%d  %s/s", stage, done, of, ProgressLine.rate(rate));
        if (done < of) {
            text += "  eta " + ProgressLine.clock(Duration.ofSeconds(Math.round((of - done) / rate)));
        }
        return note.isEmpty() ? text : text + "  " + note;
    }
}
