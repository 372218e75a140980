package io.magma.train.report;

import java.util.List;

/**
 * Results on one split or task.
 *
 * @param name short name, such as {@code val_style}
 * @param description what it measures, one sentence
 * @param metric name of the number in {@code rows}, such as {@code accuracy}
 * @param percent whether those numbers are fractions, shown as percentages
 * @param rows the numbers, by type of sample
 * @param gallery samples with what the model said
 */
public record EvaluationSection(
        String name,
        String description,
        String metric,
        boolean percent,
        List<MetricRow> rows,
        List<GalleryItem> gallery) {
    public EvaluationSection {
        rows = List.copyOf(rows);
        gallery = List.copyOf(gallery);
    }
}
