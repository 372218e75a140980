package io.magma.train.metrics;

import java.time.Duration;
import java.util.Locale;

/** Progress as one line of text. */
public final class ProgressLine {
    private static final int BAR = 20;
    private static final double GIB = 1L << 30;

    private ProgressLine() {}

    /**
     * Without a bar, for logs: {@code step 120/1000  loss 2.3456  lr 7.90e-04  norm 0.530  3.2k tokens/s  data 2%  4.1 GiB  eta
     * 12:34}.
     */
    public static String plain(Progress p) {
        return String.format(
                Locale.ROOT,
                "step %d/%d  loss %.4f  lr %.2e  norm %.3f  %s tokens/s  data %.0f%%%s  eta %s",
                p.step(),
                p.steps(),
                p.loss(),
                p.lr(),
                p.gradNorm(),
                rate(p.tokensPerSecond()),
                100 * p.dataWaitFraction(),
                p.memory().map(ProgressLine::memory).orElse(""),
                clock(p.remaining()));
    }

    /** With a bar in front, for terminals. */
    public static String bar(Progress p) {
        int full = (int) ((long) BAR * p.step() / Math.max(1, p.steps()));
        return "[" + "=".repeat(full) + " ".repeat(BAR - full) + "] " + plain(p);
    }

    private static String memory(ResidentMemory memory) {
        return String.format(Locale.ROOT, "  %.1f GiB", memory.bytes() / GIB);
    }

    static String rate(double perSecond) {
        if (perSecond < 1_000) {
            return String.format(Locale.ROOT, "%.0f", perSecond);
        }
        return perSecond < 1_000_000
                ? String.format(Locale.ROOT, "%.1fk", perSecond / 1_000)
                : String.format(Locale.ROOT, "%.1fM", perSecond / 1_000_000);
    }

    /** {@code 12:34}, {@code 3:12:34}, {@code 2d 03:12:34}. */
    static String clock(Duration d) {
        String minutes = String.format(Locale.ROOT, "%02d:%02d", d.toMinutesPart(), d.toSecondsPart());
        if (d.toHours() == 0) {
            return minutes;
        }
        return d.toDays() == 0
                ? d.toHoursPart() + ":" + minutes
                : String.format(Locale.ROOT, "%dd %02d:%s", d.toDays(), d.toHoursPart(), minutes);
    }
}
