package io.magma.train.eval.report;

import io.magma.train.report.HtmlWriter;
import java.util.List;

/** Scores in numbers, one column a number of examples, ours above and others' below. */
final class ScoreTable {
    private final TaskGroup group;
    private final HtmlWriter html;

    ScoreTable(TaskGroup group, HtmlWriter html) {
        this.group = group;
        this.html = html;
    }

    void write() {
        List<Integer> shots = group.shots();
        html.open("div", "class", "card block").element("h3", "Scores");
        html.open("div", "class", "scroll").open("table").open("tr").element("th", "Examples");
        shots.forEach(count -> html.element("th", String.valueOf(count), "class", "number"));
        html.element("th", "Items", "class", "number").close();
        for (Series series : group.series()) {
            for (String baseline : series.baselines()) {
                own(series, baseline, shots);
            }
        }
        if (!group.published().isEmpty()) {
            html.open("tr", "class", "parting")
                    .open("td", "colspan", String.valueOf(shots.size() + 2))
                    .element("b", "Published")
                    .text(" ")
                    .element("span", caution(group), "class", group.sameData() ? "muted" : "muted unlike")
                    .close()
                    .close();
            group.published().forEach(score -> published(score, shots));
        }
        html.close().close().close();
    }

    /** What keeps our numbers from being comparable with those of others. */
    static String caution(TaskGroup group) {
        String own = "by their own protocols";
        if (group.sameData()) {
            return own;
        }
        String full = group.fullSplit().isPresent()
                ? "our items are not the full split of "
                        + Shown.count(group.fullSplit().getAsInt())
                : "whether our items are their split is not known";
        return "not the same data: " + full + "; " + own;
    }

    private void own(Series series, String baseline, List<Integer> shots) {
        boolean sees = baseline.equals(Results.MODEL);
        html.open("tr", "class", sees ? "total" : "").element("td", series.label(baseline));
        for (int count : shots) {
            html.open("td", "class", "number");
            series.rows(baseline).stream().filter(row -> row.shots() == count).forEach(this::score);
            html.close();
        }
        int items =
                series.rows(baseline).stream().mapToInt(ScoreRow::items).max().orElse(0);
        html.element("td", Shown.count(items), "class", "number").close();
    }

    private void score(ScoreRow row) {
        html.text(row.value().isPresent() ? Shown.score(row.value().getAsDouble()) : "–");
        row.interval().ifPresent(interval -> html.element("small", Shown.interval(interval)));
        if (row.seeds() > 1) {
            html.element("small", "± " + Shown.score(row.deviation()) + " over " + row.seeds() + " seeds");
        }
    }

    private void published(PublishedScore score, List<Integer> shots) {
        html.open("tr", "class", "published").open("td").text(score.model());
        String note = score.note().isEmpty() ? "" : "; " + score.note();
        html.element("small", score.source() + (score.split().isEmpty() ? "" : "; " + score.split()) + note)
                .close();
        for (int count : shots) {
            Double value = score.byShots().get(count);
            html.element("td", value == null ? "" : Shown.published(value), "class", "number");
        }
        html.element("td", "", "class", "number").close();
    }
}
