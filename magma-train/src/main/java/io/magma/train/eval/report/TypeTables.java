package io.magma.train.eval.report;

import io.magma.train.eval.report.Results.Trial;
import io.magma.train.report.HtmlWriter;
import java.util.List;
import java.util.Locale;

/** Scores by type of question and of answer as bars, one column a number of examples; a mark is what is reached blind. */
final class TypeTables {
    private static final int OPEN = 12;

    private final Series series;
    private final HtmlWriter html;

    TypeTables(Series series, HtmlWriter html) {
        this.series = series;
        this.html = html;
    }

    void write() {
        write("By type of answer", TypeScores.of(series, Trial::byAnswerType));
        write("By type of question", TypeScores.of(series, Trial::byQuestionType));
    }

    private void write(String title, TypeScores scores) {
        if (scores.types().isEmpty()) {
            return;
        }
        html.open("div", "class", "card block").element("h3", title + " · " + series.label());
        if (!scores.reference().isEmpty()) {
            html.element(
                    "p", "The mark is the score of " + scores.reference().replace('_', ' ') + ".", "class", "muted");
        }
        List<String> types = scores.types();
        table(scores, types.subList(0, Math.min(OPEN, types.size())));
        if (types.size() > OPEN) {
            html.open("details", "class", "more").element("summary", types.size() - OPEN + " more types");
            table(scores, types.subList(OPEN, types.size()));
            html.close();
        }
        html.close();
    }

    private void table(TypeScores scores, List<String> types) {
        html.open("div", "class", "scroll").open("table", "class", "types").open("tr");
        html.element("th", "Type").element("th", "Items", "class", "number");
        scores.shots().forEach(count -> html.element("th", Shown.count(count, "example")));
        html.close();
        for (String type : types) {
            html.open("tr").element("td", type).element("td", Shown.count(scores.items(type)), "class", "number");
            for (int count : scores.shots()) {
                html.open("td").open("div", "class", "score");
                scores.score(type, count, Results.MODEL).ifPresent(value -> bar(scores, type, count, value));
                html.close().close();
            }
            html.close();
        }
        html.close().close();
    }

    private void bar(TypeScores scores, String type, int count, double value) {
        html.element("span", Shown.score(value)).open("div", "class", "track");
        html.element("i", "", "style", "width:" + percent(value));
        scores.score(type, count, scores.reference())
                .ifPresent(blind -> html.element(
                        "u",
                        "",
                        "style",
                        "left:" + percent(blind),
                        "title",
                        scores.reference().replace('_', ' ') + " " + Shown.score(blind)));
        html.close();
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * Math.max(0, Math.min(1, fraction)));
    }
}
