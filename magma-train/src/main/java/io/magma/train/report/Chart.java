package io.magma.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A line chart over the steps, as SVG with the data beside it for the tooltip. */
final class Chart {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEIGHT = 250;
    private static final int LEFT = 52;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 30;
    private static final double AIR = 0.06;

    /**
     * One line.
     *
     * @param name name in legend and tooltip
     * @param style CSS class, which gives the colour
     * @param curve the points
     * @param faint whether it is only background of another line, without legend and tooltip
     */
    private record Line(String name, String style, Curve curve, boolean faint) {}

    private final String title;
    private final String unit;
    private final int width;
    private final List<Line> lines = new ArrayList<>();

    Chart(String title, String unit, int width) {
        this.title = title;
        this.unit = unit;
        this.width = width;
    }

    String title() {
        return title;
    }

    /** Adds a line. */
    Chart line(String name, String style, Curve curve) {
        lines.add(new Line(name, style, curve, false));
        return this;
    }

    /** Adds a line behind the others. */
    Chart background(String style, Curve curve) {
        lines.add(new Line("", style, curve, true));
        return this;
    }

    void write(HtmlWriter html) {
        double[] x = range(lines.stream().flatMapToDouble(l -> Arrays.stream(l.curve.steps())), 0);
        double[] y =
                range(lines.stream().filter(l -> !l.faint).flatMapToDouble(l -> Arrays.stream(l.curve.values())), AIR);
        html.open("figure", "class", "chart");
        caption(html);
        html.open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + HEIGHT,
                "role",
                "img",
                "aria-label",
                title + " over the steps");
        axes(html, x, y);
        // The background may leave the range of the lines.
        html.open("g", "clip-path", "inset(0)")
                .open(
                        "svg",
                        "x",
                        String.valueOf(LEFT),
                        "y",
                        String.valueOf(TOP),
                        "width",
                        String.valueOf(plotWidth()),
                        "height",
                        String.valueOf(plotHeight()));
        lines.forEach(line -> path(html, line, x, y));
        html.close().close().close();
        html.data(data(x, y)).close();
    }

    private void caption(HtmlWriter html) {
        html.open("figcaption").element("b", title);
        if (!unit.isEmpty()) {
            html.element("span", unit, "class", "unit");
        }
        html.open("span", "class", "legend");
        if (lines.stream().filter(l -> !l.faint).count() > 1) {
            lines.stream()
                    .filter(l -> !l.faint)
                    .forEach(l -> html.open("span", "class", "key")
                            .element("i", "", "class", l.style)
                            .text(l.name)
                            .close());
        }
        html.close();
        if (lines.stream().allMatch(l -> l.curve.positive())) {
            html.element("button", "log", "type", "button", "class", "log", "aria-pressed", "false");
        }
        html.close();
    }

    private void axes(HtmlWriter html, double[] x, double[] y) {
        Ticks rows = Ticks.within(y[0], y[1], 5);
        for (double value : rows.values()) {
            String at = number(TOP + down(value, y));
            html.open("line", "class", "grid", "x1", "" + LEFT, "x2", "" + (width - RIGHT), "y1", at, "y2", at)
                    .close()
                    .element(
                            "text",
                            rows.shown(value),
                            "class",
                            "tick row",
                            "x",
                            "" + (LEFT - 8),
                            "y",
                            at,
                            "dy",
                            "0.32em",
                            "text-anchor",
                            "end");
        }
        Ticks columns = Ticks.within(x[0], x[1], Math.max(3, width / 130));
        for (double value : columns.values()) {
            html.element(
                    "text",
                    columns.shown(value),
                    "class",
                    "tick",
                    "x",
                    number(LEFT + along(value, x)),
                    "y",
                    "" + (HEIGHT - 10),
                    "text-anchor",
                    "middle");
        }
    }

    private void path(HtmlWriter html, Line line, double[] x, double[] y) {
        Curve curve = line.curve;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < curve.size(); i++) {
            path.append(i == 0 ? 'M' : 'L')
                    .append(number(along(curve.steps()[i], x)))
                    .append(' ')
                    .append(number(down(curve.values()[i], y)));
        }
        html.open("path", "class", "line " + line.style + (line.faint ? " faint" : ""), "d", path.toString())
                .close();
        if (!line.faint && curve.size() <= 40) {
            for (int i = 0; i < curve.size(); i++) {
                html.open(
                                "circle",
                                "class",
                                "dot " + line.style,
                                "r",
                                "2.6",
                                "cx",
                                number(along(curve.steps()[i], x)),
                                "cy",
                                number(down(curve.values()[i], y)))
                        .close();
            }
        }
    }

    private String data(double[] x, double[] y) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("box", new int[] {LEFT, TOP, plotWidth(), plotHeight(), width, HEIGHT});
        data.put("x", x);
        data.put("y", y);
        List<Map<String, Object>> shown = new ArrayList<>();
        lines.stream()
                .filter(l -> !l.faint)
                .forEach(l -> shown.add(Map.of(
                        "name", l.name, "style", l.style, "steps", l.curve.steps(), "values", l.curve.values())));
        data.put("lines", shown);
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private int plotWidth() {
        return width - LEFT - RIGHT;
    }

    private int plotHeight() {
        return HEIGHT - TOP - BOTTOM;
    }

    private double along(double value, double[] x) {
        return plotWidth() * (value - x[0]) / (x[1] - x[0]);
    }

    private static double down(double value, double[] y) {
        return (HEIGHT - TOP - BOTTOM) * (y[1] - value) / (y[1] - y[0]);
    }

    private static double[] range(DoubleStream values, double air) {
        double[] all = values.filter(Double::isFinite).toArray();
        double low = Arrays.stream(all).min().orElse(0);
        double high = Arrays.stream(all).max().orElse(1);
        double margin = high > low ? air * (high - low) : Math.max(Math.abs(high) * 0.1, 1e-6);
        boolean touchesZero = low >= 0 && low - margin < 0;
        return new double[] {touchesZero ? 0 : low - margin, high + margin};
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "0";
    }
}
