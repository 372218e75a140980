package io.magma.train.eval.report;

import io.magma.train.report.HtmlWriter;
import java.util.List;
import java.util.Map;

/** How many items were asked, and how many not as they should have been. */
final class CountTable {
    private final TaskGroup group;
    private final HtmlWriter html;

    CountTable(TaskGroup group, HtmlWriter html) {
        this.group = group;
        this.html = html;
    }

    void write() {
        html.open("details", "class", "counts").element("summary", "Counts: " + summary());
        html.open("div", "class", "scroll").open("table").open("tr").element("th", "Model");
        for (String name : List.of("Examples", "Items", "Seeds", "Fewer examples", "Empty answers", "Left out")) {
            html.element("th", name, "class", "number");
        }
        html.close();
        group.series().forEach(series -> series.rows().forEach(row -> row(series, row)));
        html.close().close();
        group.series().forEach(this::leftOut);
        html.close();
    }

    private String summary() {
        List<ScoreRow> rows = group.series().stream()
                .flatMap(series -> series.rows().stream())
                .toList();
        int leftOut = group.series().stream()
                .flatMap(series -> series.task().leftOut().values().stream())
                .mapToInt(n -> n)
                .sum();
        return Shown.count(leftOut) + " left out, "
                + Shown.count(rows.stream().mapToInt(ScoreRow::emptyAnswers).sum(), "empty answer") + ", "
                + Shown.count(rows.stream().mapToInt(ScoreRow::fewerShots).sum(), "prompt")
                + " with fewer examples than asked for";
    }

    private void row(Series series, ScoreRow row) {
        html.open("tr").element("td", series.label(row.baseline()));
        number(row.shots(), false);
        number(row.items(), false);
        number(row.seeds(), false);
        number(row.fewerShots(), true);
        number(row.emptyAnswers(), true);
        number(series.task().leftOut().values().stream().mapToInt(n -> n).sum(), true);
        html.close();
    }

    private void number(int count, boolean warns) {
        html.element("td", Shown.count(count), "class", "number" + (warns && count > 0 ? " bad" : ""));
    }

    private void leftOut(Series series) {
        for (Map.Entry<String, Integer> reason : series.task().leftOut().entrySet()) {
            html.element(
                    "p",
                    series.label() + ", left out: " + Shown.count(reason.getValue()) + " × " + reason.getKey(),
                    "class",
                    "note");
        }
    }
}
