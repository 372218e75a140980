package io.magma.train.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Scores as people read them. */
final class Scores {
    private Scores() {}

    static String shown(double score, boolean percent) {
        return percent ? String.format(Locale.ROOT, "%.1f %%", 100 * score) : String.format(Locale.ROOT, "%.3f", score);
    }

    static String shown(OptionalDouble score, boolean percent) {
        return score.isPresent() ? shown(score.getAsDouble(), percent) : "–";
    }

    /** The better of the scores that need no picture. */
    static OptionalDouble baseline(MetricRow row) {
        if (row.blind().isEmpty()) {
            return row.majority();
        }
        return row.majority().isEmpty()
                        || row.blind().getAsDouble() >= row.majority().getAsDouble()
                ? row.blind()
                : row.majority();
    }

    /** What the picture adds over the better baseline; points are percentage points. */
    static String gain(MetricRow row, boolean percent) {
        OptionalDouble baseline = baseline(row);
        if (baseline.isEmpty()) {
            return "–";
        }
        double gain = row.model() - baseline.getAsDouble();
        return percent ? String.format(Locale.ROOT, "%+.1f", 100 * gain) : String.format(Locale.ROOT, "%+.3f", gain);
    }

    /** The better baseline in words. */
    static String against(MetricRow row, boolean percent) {
        OptionalDouble baseline = baseline(row);
        return baseline.isEmpty() ? "" : "baseline " + shown(baseline, percent);
    }
}
