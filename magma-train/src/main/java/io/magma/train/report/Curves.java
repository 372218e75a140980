package io.magma.train.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Charts of what a run measured. */
final class Curves {
    /** Colours in the order in which lines take them. */
    static final List<String> STYLES = List.of("first", "second", "third", "fourth", "fifth", "sixth");

    private static final int POINTS = 500;
    private static final int FEW = 50;
    private static final int WIDE = 1096;
    private static final int HALF = 536;

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
        Set<String> drawn = new LinkedHashSet<>(MetricNames.NOT_DRAWN);
        for (String name : curves.keySet()) {
            String group = MetricNames.group(name);
            if (drawn.add(group)) {
                chart(html, group);
            }
        }
        html.close().close();
    }

    private void loss(HtmlWriter html) {
        Chart chart = new Chart(MetricNames.title("loss"), MetricNames.unit("loss"), WIDE);
        Map<String, Curve> losses = new LinkedHashMap<>();
        curves.forEach((name, curve) -> {
            if (name.equals("loss") || name.equals("eval_loss")) {
                losses.put(name, curve);
            }
        });
        if (losses.isEmpty()) {
            return;
        }
        losses.forEach((name, curve) -> {
            if (name.equals("loss")) {
                measured(chart, "training", STYLES.get(0), curve, true);
            } else {
                chart.line("evaluation", STYLES.get(1), curve);
            }
        });
        chart.write(html);
    }

    private void chart(HtmlWriter html, String group) {
        Chart chart = new Chart(MetricNames.title(group), MetricNames.unit(group), HALF);
        List<String> members = new ArrayList<>(curves.keySet());
        members.removeIf(name -> !MetricNames.group(name).equals(group));
        boolean alone = members.size() == 1;
        for (int i = 0; i < members.size(); i++) {
            String name = members.get(i);
            String style = STYLES.get(alone && name.startsWith("eval") ? 1 : i % STYLES.size());
            Curve curve = curves.getOrDefault(name, new Curve(new double[0], new double[0]))
                    .times(MetricNames.factor(name));
            measured(chart, alone ? chart.title() : MetricNames.part(name), style, curve, !name.equals("lr"));
        }
        chart.write(html);
    }

    /** Adds a line: of many noisy points their moving average, with the points themselves faint behind it. */
    static void measured(Chart chart, String name, String style, Curve curve, boolean noisy) {
        if (noisy && curve.size() > FEW) {
            chart.background(style, curve.thinned(4 * POINTS));
            chart.line(name, style, curve.smoothed(0.9).thinned(POINTS));
        } else {
            chart.line(name, style, curve.thinned(POINTS));
        }
    }
}
