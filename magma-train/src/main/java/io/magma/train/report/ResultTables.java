package io.magma.train.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Results, one table a section. */
final class ResultTables {
    private final EvaluationResult evaluation;

    ResultTables(EvaluationResult evaluation) {
        this.evaluation = evaluation;
    }

    void write(HtmlWriter html) {
        html.open("section").element("h2", "Results").element("p", evaluation.title(), "class", "lead");
        evaluation.notes().forEach(note -> html.element("p", note, "class", "note"));
        html.open("div", "class", "tables");
        evaluation.sections().stream()
                .filter(section -> !section.rows().isEmpty())
                .forEach(section -> table(html, section));
        html.close().close();
    }

    private static void table(HtmlWriter html, EvaluationSection section) {
        html.open("div", "class", "card")
                .element("h3", section.name())
                .element("p", section.description(), "class", "muted");
        html.open("div", "class", "scroll").open("table", "class", "results").open("tr");
        html.element("th", "Type")
                .element("th", "n", "class", "number")
                .element("th", "Model: " + section.metric(), "class", "wide")
                .element("th", "Blind", "class", "number")
                .element("th", "Majority", "class", "number")
                .element("th", "Gain", "class", "number")
                .close();
        section.rows().forEach(row -> row(html, row, section.percent()));
        html.close().close().close();
    }

    private static void row(HtmlWriter html, MetricRow row, boolean percent) {
        OptionalDouble baseline = Scores.baseline(row);
        String gain = baseline.isEmpty() ? "" : row.model() > baseline.getAsDouble() ? " good" : " bad";
        html.open("tr", "class", row.type().equals("all") ? "total" : "")
                .element("td", row.type())
                .element("td", String.format(Locale.ROOT, "%,d", row.n()), "class", "number");
        html.open("td").open("div", "class", "score").element("span", Scores.shown(row.model(), percent));
        if (percent) {
            html.open("div", "class", "track").element("i", "", "style", "width:" + width(row.model()));
            baseline.ifPresent(
                    score -> html.element("u", "", "style", "left:" + width(score), "title", "better baseline"));
            html.close();
        }
        html.close().close();
        html.element("td", Scores.shown(row.blind(), percent), "class", "number")
                .element("td", Scores.shown(row.majority(), percent), "class", "number")
                .element("td", Scores.gain(row, percent), "class", "number" + gain)
                .close();
    }

    private static String width(double fraction) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * Math.max(0, Math.min(1, fraction)));
    }
}
