package io.magma.train.eval.report;

import io.magma.train.report.HtmlWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A task: the plot of its scores, the same as a table, by type, and counts. */
final class TaskSection {
    private static final int COLOURS = 6;
    private static final int DASHES = 4;

    private final TaskGroup group;
    private final HtmlWriter html;

    TaskSection(TaskGroup group, HtmlWriter html) {
        this.group = group;
        this.html = html;
    }

    void write() {
        html.open("section").element("h2", group.task());
        html.element("p", judged(), "class", "lead muted");
        boolean scored = group.series().stream()
                .anyMatch(s -> s.rows().stream().anyMatch(row -> row.value().isPresent()));
        if (scored) {
            plot();
            new ScoreTable(group, html).write();
            group.series().forEach(series -> new TypeTables(series, html).write());
        } else {
            html.element("p", "Nothing was scored: what is right is not public for these items.", "class", "note");
        }
        new CountTable(group, html).write();
        html.close();
    }

    private String judged() {
        List<String> metrics =
                group.series().stream().map(s -> s.task().metric()).distinct().toList();
        List<String> protocols = group.series().stream()
                .map(s -> s.task().protocolName())
                .distinct()
                .toList();
        return "Metric: " + String.join(" / ", metrics) + ", times 100. Protocol: " + String.join(" / ", protocols)
                + ".";
    }

    private void plot() {
        List<Plot.Line> own = new ArrayList<>();
        for (Series series : group.series()) {
            List<String> baselines = series.baselines();
            for (String baseline : baselines) {
                List<Plot.Point> points = points(series, baseline);
                if (!points.isEmpty()) {
                    own.add(new Plot.Line(
                            series.label(baseline), style(series, baseline, baselines.indexOf(baseline)), points));
                }
            }
        }
        List<Plot.Line> others = group.published().stream()
                .map(score -> new Plot.Line(
                        score.model(),
                        "others",
                        score.byShots().entrySet().stream()
                                .map(e -> point(score, e.getKey(), e.getValue()))
                                .toList()))
                .toList();
        html.open("figure", "class", "scores card").open("figcaption").element("b", "Score by number of examples");
        html.element("span", "bars: 95 % by bootstrap over items", "class", "unit");
        html.open("span", "class", "legend");
        own.forEach(line -> html.open("span", "class", "key")
                .element("i", "", "class", line.style())
                .text(line.name())
                .close());
        if (!others.isEmpty()) {
            html.open("span", "class", "key")
                    .element("i", "", "class", "others")
                    .text("published")
                    .close();
        }
        html.close().close();
        new Plot(group.shots(), own, others).write(html, "Scores on " + group.task() + " by number of examples");
        html.close();
    }

    /** A colour a model, dashes a baseline; where there is one model its baselines have colours too. */
    private String style(Series series, String baseline, int index) {
        int colour = group.series().size() == 1 ? index : group.series().indexOf(series);
        return "c" + colour % COLOURS + (baseline.equals(Results.MODEL) ? " sees" : " dashed d" + index % DASHES);
    }

    private static List<Plot.Point> points(Series series, String baseline) {
        List<Plot.Point> points = new ArrayList<>();
        series.rows(baseline).stream()
                .sorted(Comparator.comparingInt(ScoreRow::shots))
                .forEach(row -> row.value().ifPresent(value -> {
                    Optional<Interval> interval = row.interval();
                    points.add(new Plot.Point(
                            row.shots(),
                            100 * value,
                            100 * interval.map(Interval::low).orElse(value),
                            100 * interval.map(Interval::high).orElse(value),
                            series.label(baseline) + ", " + Shown.count(row.shots(), "example") + ": "
                                    + Shown.score(value)
                                    + interval.map(i -> " (" + Shown.interval(i) + ")")
                                            .orElse("")));
                }));
        return points;
    }

    private static Plot.Point point(PublishedScore score, int shots, double value) {
        return new Plot.Point(
                shots,
                value,
                value,
                value,
                score.model() + ", " + Shown.count(shots, "example") + ": " + Shown.published(value) + " ("
                        + score.source() + ")");
    }
}
