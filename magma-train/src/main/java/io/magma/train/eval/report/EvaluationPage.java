package io.magma.train.eval.report;

import io.magma.train.report.HtmlPage;
import io.magma.train.report.HtmlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page. */
final class EvaluationPage {
    private static final int TILES = 8;

    private EvaluationPage() {}

    static String of(List<Results> evaluations, List<TaskGroup> groups, List<ShownItem> items) {
        String heading = evaluations.stream()
                        .map(results -> results.model().shortName())
                        .distinct()
                        .collect(Collectors.joining(", "))
                + " on "
                + groups.stream().map(TaskGroup::task).distinct().collect(Collectors.joining(", "));
        return HtmlPage.of(
                heading + " · magma evaluation report",
                "Evaluation report",
                heading,
                resource("evaluation.css"),
                resource("evaluation.js"),
                html -> {
                    tiles(html, groups);
                    groups.forEach(group -> new TaskSection(group, html).write());
                    new ItemGallery(items, html).write();
                    new Provenance(evaluations, html).write();
                });
    }

    /** The best score of each model, beside what it is without looking. */
    private static void tiles(HtmlWriter html, List<TaskGroup> groups) {
        html.open("section", "class", "tiles");
        groups.stream().flatMap(group -> group.series().stream()).limit(TILES).forEach(series -> {
            Optional<ScoreRow> best = series.rows(Results.MODEL).stream()
                    .filter(row -> row.value().isPresent())
                    .max((a, b) ->
                            Double.compare(a.value().getAsDouble(), b.value().getAsDouble()));
            best.ifPresent(row -> tile(html, series, row));
        });
        html.close();
    }

    private static void tile(HtmlWriter html, Series series, ScoreRow row) {
        html.open("div", "class", "tile")
                .element("span", series.task().task() + " · " + series.label())
                .element("b", Shown.score(row.value().getAsDouble()));
        String blind = series.rows().stream()
                .filter(other -> !other.baseline().equals(Results.MODEL) && other.shots() == row.shots())
                .filter(other -> other.value().isPresent())
                .findFirst()
                .map(other -> "; " + other.baseline().replace('_', ' ') + " "
                        + Shown.score(other.value().getAsDouble()))
                .orElse("");
        html.element("small", Shown.count(row.shots(), "example") + blind).close();
    }

    private static String resource(String name) {
        try (InputStream in = EvaluationPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
