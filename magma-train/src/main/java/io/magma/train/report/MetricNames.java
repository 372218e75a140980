package io.magma.train.report;

import java.util.List;
import java.util.Locale;

/** What people call the fields of {@code metrics.jsonl}, and which of them share a chart. */
final class MetricNames {
    /** Groups without a chart of their own. */
    static final List<String> NOT_DRAWN =
            List.of("loss", "eval_loss", "tokens", "samples", "seconds", "samples_per_second");

    private static final double PER_GIB = 1.0 / (1L << 30);

    private MetricNames() {}

    /** The chart that a field belongs to: parts of a map to that of the map, the whole norm to that of its parts. */
    static String group(String name) {
        return switch (name) {
            case "grad_norm" -> "grad_norms";
            case "peak_resident_bytes" -> "resident_bytes";
            default -> name.split("\\.", 2)[0];
        };
    }

    /** A field among others in its chart. */
    static String part(String name) {
        return switch (name) {
            case "grad_norm" -> "whole";
            case "resident_bytes" -> "now";
            case "peak_resident_bytes" -> "peak";
            default -> name.substring(name.indexOf('.') + 1).replace('_', ' ');
        };
    }

    /** Factor from a field to what is shown. */
    static double factor(String name) {
        return switch (group(name)) {
            case "resident_bytes" -> PER_GIB;
            case "data_wait_fraction" -> 100;
            default -> 1;
        };
    }

    static String title(String group) {
        return switch (group) {
            case "lr" -> "Learning rate";
            case "grad_norms" -> "Gradient norm";
            case "tokens_per_second" -> "Speed";
            case "data_wait_fraction" -> "Waiting for data";
            case "phase_seconds" -> "Where a step's time goes";
            case "resident_bytes" -> "Memory of the process";
            default ->
                group.substring(0, 1).toUpperCase(Locale.ROOT)
                        + group.substring(1).replace('_', ' ');
        };
    }

    static String unit(String group) {
        return switch (group) {
            case "loss", "eval_loss" -> "nats a token";
            case "grad_norms" -> "before clipping";
            case "tokens_per_second" -> "target tokens a second";
            case "data_wait_fraction" -> "% of the step";
            case "phase_seconds" -> "seconds";
            case "resident_bytes" -> "GiB resident";
            default -> "";
        };
    }
}
