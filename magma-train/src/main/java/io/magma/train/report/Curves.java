package io.magma.train.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Charts of what a run measured. */
final class Curves {
    private static final int POINTS = 500;
    private static final int FEW = 50;
    private static final int WIDE = 1096;
    private static final int HALF = 536;
    private static final List<String> SHOWN_TOGETHER =
            List.of("loss", "eval_loss", "tokens", "samples", "seconds", "samples_per_second");

    private final Map<String, Curve> curves;

    Curves(Map<String, Curve> curves) {
        this.curves = curves;
    }

    void write(HtmlWriter html) {
        if (curves.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Training");
        loss(html);
        html.open("div", "class", "charts");
        Map<String, Curve> others = new LinkedHashMap<>(curves);
        others.keySet().removeAll(SHOWN_TOGETHER);
        others.forEach((name, curve) -> {
            Chart chart = new Chart(title(name), unit(name), HALF);
            measured(chart, title(name), name.startsWith("eval") ? "second" : "first", curve, !name.equals("lr"));
            chart.write(html);
        });
        html.close().close();
    }

    private void loss(HtmlWriter html) {
        Curve training = curves.get("loss");
        Curve evaluation = curves.get("eval_loss");
        if (training == null && evaluation == null) {
            return;
        }
        Chart chart = new Chart("Loss", "nats a token", WIDE);
        if (training != null) {
            measured(chart, "training", "first", training, true);
        }
        if (evaluation != null) {
            chart.line("evaluation", "second", evaluation);
        }
        chart.write(html);
    }

    private static void measured(Chart chart, String name, String style, Curve curve, boolean noisy) {
        if (noisy && curve.size() > FEW) {
            chart.background(style, curve.thinned(4 * POINTS));
            chart.line(name, style, curve.smoothed(0.9).thinned(POINTS));
        } else {
            chart.line(name, style, curve.thinned(POINTS));
        }
    }

    private static String title(String name) {
        return switch (name) {
            case "lr" -> "Learning rate";
            case "grad_norm" -> "Gradient norm";
            case "tokens_per_second" -> "Speed";
            default ->
                name.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + name.substring(1).replace('_', ' ');
        };
    }

    private static String unit(String name) {
        return switch (name) {
            case "grad_norm" -> "before clipping";
            case "tokens_per_second" -> "target tokens a second";
            default -> "";
        };
    }
}
