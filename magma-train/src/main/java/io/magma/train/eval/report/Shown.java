package io.magma.train.eval.report;

import java.util.Locale;

/** Numbers as people read them: scores times 100, as papers print them. */
final class Shown {
    private Shown() {}

    static String score(double fraction) {
        return String.format(Locale.ROOT, "%.1f", 100 * fraction);
    }

    static String interval(Interval interval) {
        return score(interval.low()) + "–" + score(interval.high());
    }

    /** A score that is times 100 already. */
    static String published(double score) {
        return String.format(Locale.ROOT, "%.1f", score);
    }

    static String count(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 item}, {@code 2 items}. */
    static String count(int count, String what) {
        return count(count) + " " + what + (count == 1 ? "" : "s");
    }
}
