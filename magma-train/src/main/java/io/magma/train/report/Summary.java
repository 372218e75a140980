package io.magma.train.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The few numbers that say how a run went. */
final class Summary {
    private final Map<String, Curve> curves;
    private final RunRecord run;

    Summary(RunRecord run) {
        this.run = run;
        this.curves = run.curves();
    }

    void write(HtmlWriter html) {
        html.open("section", "class", "tiles");
        run.evaluation()
                .ifPresent(evaluation -> evaluation
                        .sections()
                        .forEach(section -> section.rows().stream()
                                .filter(row -> row.type().equals("all"))
                                .findFirst()
                                .ifPresent(row -> tile(
                                        html,
                                        section.name() + " · " + section.metric(),
                                        Scores.shown(row.model(), section.percent()),
                                        Scores.against(row, section.percent())))));
        tile(html, "Steps", "loss", c -> grouped(c.steps()[c.size() - 1]), "");
        tile(html, "Training loss", "loss", c -> decimals(c.smoothed(0.95).last()), "nats a token, smoothed");
        tile(html, "Best evaluation loss", "eval_loss", c -> decimals(c.min()), "nats a token");
        tile(html, "Samples", "samples", c -> grouped(c.sum()), "");
        tile(html, "Target tokens", "tokens", c -> grouped(c.sum()), "");
        tile(html, "Time in steps", "seconds", c -> clock(c.sum()), "");
        tile(html, "Speed", "tokens_per_second", c -> grouped(c.median()), "tokens a second, median");
        html.close();
    }

    private void tile(HtmlWriter html, String name, String curve, Function<Curve, String> value, String note) {
        Optional.ofNullable(curves.get(curve)).ifPresent(c -> tile(html, name, value.apply(c), note));
    }

    private static void tile(HtmlWriter html, String name, String value, String note) {
        html.open("div", "class", "tile").element("span", name).element("b", value);
        if (!note.isEmpty()) {
            html.element("small", note);
        }
        html.close();
    }

    private static String grouped(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String clock(double seconds) {
        long s = Math.round(seconds);
        return s < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s % 3600 / 60);
    }
}
