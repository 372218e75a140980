package io.magma.train.eval.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A score in the files for programs. Scores, intervals and deviations are times 100.
 *
 * @param task what was asked
 * @param model who answered; for scores of others their name
 * @param protocol how it was asked; empty for scores of others
 * @param metric how it was judged; for our own with its variant
 * @param score name of the score; empty for scores of others
 * @param shots examples before a question
 * @param baseline what the model saw
 * @param seeds trials that this is the mean of
 * @param items asked
 * @param value the score
 * @param low 95 % interval
 * @param high likewise
 * @param deviation over seeds
 * @param fewerShots items with fewer examples than asked for
 * @param emptyAnswers answers without a character
 * @param leftOut entries of the files that are no items
 * @param source where scores of others are written; empty for our own
 * @param split of the data, where it is known for scores of others
 * @param fullSplit whether our items are as many as the split that others' scores are of has
 */
@JsonPropertyOrder({
    "task",
    "model",
    "protocol",
    "metric",
    "score",
    "shots",
    "baseline",
    "seeds",
    "items",
    "value",
    "low",
    "high",
    "deviation",
    "fewer_shots",
    "empty_answers",
    "left_out",
    "source",
    "split",
    "full_split"
})
record ReportRow(
        String task,
        String model,
        String protocol,
        String metric,
        String score,
        int shots,
        String baseline,
        OptionalInt seeds,
        OptionalInt items,
        OptionalDouble value,
        OptionalDouble low,
        OptionalDouble high,
        OptionalDouble deviation,
        OptionalInt fewerShots,
        OptionalInt emptyAnswers,
        OptionalInt leftOut,
        String source,
        String split,
        Optional<Boolean> fullSplit) {
    /** Our scores on a task, then those of others. */
    static List<ReportRow> of(TaskGroup group) {
        List<ReportRow> rows = new ArrayList<>();
        for (Series series : group.series()) {
            series.rows().forEach(row -> rows.add(own(group, series, row)));
        }
        for (PublishedScore score : group.published()) {
            for (Map.Entry<Integer, Double> value : score.byShots().entrySet()) {
                rows.add(published(score, value.getKey(), value.getValue()));
            }
        }
        return rows;
    }

    private static ReportRow own(TaskGroup group, Series series, ScoreRow row) {
        return new ReportRow(
                group.task(),
                series.label(),
                series.task().protocolName(),
                series.task().metric(),
                series.score(),
                row.shots(),
                row.baseline(),
                OptionalInt.of(row.seeds()),
                OptionalInt.of(row.items()),
                row.value().isPresent() ? hundredfold(row.value().getAsDouble()) : OptionalDouble.empty(),
                row.interval().map(i -> hundredfold(i.low())).orElse(OptionalDouble.empty()),
                row.interval().map(i -> hundredfold(i.high())).orElse(OptionalDouble.empty()),
                hundredfold(row.deviation()),
                OptionalInt.of(row.fewerShots()),
                OptionalInt.of(row.emptyAnswers()),
                OptionalInt.of(series.task().leftOut().values().stream()
                        .mapToInt(n -> n)
                        .sum()),
                "",
                "",
                group.fullSplit().isPresent() ? Optional.of(group.isFullSplit(series)) : Optional.empty());
    }

    private static ReportRow published(PublishedScore score, int shots, double value) {
        return new ReportRow(
                score.task(),
                score.model(),
                "",
                score.metric(),
                "",
                shots,
                "published",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.of(value),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                score.source() + (score.note().isEmpty() ? "" : "; " + score.note()),
                score.split(),
                Optional.empty());
    }

    // Six digits after the point: what is beyond is rounding of the multiplication.
    private static OptionalDouble hundredfold(double fraction) {
        return OptionalDouble.of(Math.round(100e6 * fraction) / 1e6);
    }
}
