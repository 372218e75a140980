package io.magma.train.eval.report;

import io.magma.train.report.HtmlWriter;
import io.magma.train.report.Ticks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Scores over the number of examples, as SVG: points with error bars, joined by lines; those of others are hollow and named
 * at the right. Numbers of examples are equally far apart, since they are about powers of two.
 */
final class Plot {
    private static final int WIDTH = 1096;
    private static final int HEIGHT = 360;
    private static final int LEFT = 46;
    private static final int TOP = 14;
    private static final int BOTTOM = 44;
    private static final int LABELS = 150;
    private static final int LABEL_HEIGHT = 13;
    private static final double DODGE = 7;
    private static final double CAP = 4;

    /**
     * A point.
     *
     * @param shots number of examples
     * @param value score times 100
     * @param low end of the error bar; the value itself for none
     * @param high likewise
     * @param title for whoever points at it
     */
    record Point(int shots, double value, double low, double high, String title) {}

    /**
     * A line.
     *
     * @param name at the right of those of others; in the legend else
     * @param style CSS classes, which give colour and dashes
     * @param points by ascending number of examples
     */
    record Line(String name, String style, List<Point> points) {}

    /** Where the label of a line is. */
    private record Label(Line line, double wanted) {}

    private final List<Integer> shots;
    private final List<Line> own;
    private final List<Line> others;
    private final double low;
    private final double high;
    private final int right;

    Plot(List<Integer> shots, List<Line> own, List<Line> others) {
        this.shots = shots;
        this.own = own;
        this.others = others;
        List<Point> all = new ArrayList<>();
        own.forEach(line -> all.addAll(line.points));
        others.forEach(line -> all.addAll(line.points));
        double least = all.stream().mapToDouble(Point::low).min().orElse(0);
        double most = all.stream().mapToDouble(Point::high).max().orElse(1);
        double air = Math.max(0.06 * (most - least), 0.5);
        this.low = least >= 0 ? Math.max(0, least - air) : least - air;
        this.high = most + air;
        this.right = others.isEmpty() ? 16 : LABELS;
    }

    void write(HtmlWriter html, String title) {
        html.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
        axes(html);
        others.forEach(line -> line(html, line, 0));
        for (int i = 0; i < own.size(); i++) {
            line(html, own.get(i), DODGE * (i - (own.size() - 1) / 2.0));
        }
        labels(html);
        html.close();
    }

    private void axes(HtmlWriter html) {
        Ticks ticks = Ticks.within(low, high, 6);
        for (double value : ticks.values()) {
            String y = number(y(value));
            html.open("line", "class", "grid", "x1", "" + LEFT, "x2", "" + (WIDTH - right), "y1", y, "y2", y)
                    .close();
            text(html, ticks.shown(value), "tick", LEFT - 8, y(value), "end");
        }
        for (int count : shots) {
            text(html, String.valueOf(count), "tick", x(count), HEIGHT - BOTTOM + 18, "middle");
        }
        text(html, "examples before the question", "tick", LEFT + plotWidth() / 2.0, HEIGHT - 8, "middle");
    }

    private void line(HtmlWriter html, Line line, double dodge) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points) {
            path.append(path.length() == 0 ? 'M' : 'L')
                    .append(number(x(point.shots) + dodge))
                    .append(' ')
                    .append(number(y(point.value)));
        }
        html.open("g", "class", "series " + line.style);
        html.open("path", "class", "joined", "d", path.toString()).close();
        for (Point point : line.points) {
            point(html, point, x(point.shots) + dodge);
        }
        html.close();
    }

    private void point(HtmlWriter html, Point point, double x) {
        html.open("g", "class", "point").element("title", point.title);
        if (point.high > point.low) {
            String low = number(y(point.low));
            String high = number(y(point.high));
            html.open(
                            "path",
                            "class",
                            "error",
                            "d",
                            "M" + number(x) + " " + low + "V" + high + cap(x, low) + cap(x, high))
                    .close();
        }
        html.open("circle", "r", "4", "cx", number(x), "cy", number(y(point.value)))
                .close()
                .close();
    }

    private static String cap(double x, String y) {
        return "M" + number(x - CAP) + " " + y + "H" + number(x + CAP);
    }

    /** Names of others' lines beside their last points, moved apart where they would overlap. */
    private void labels(HtmlWriter html) {
        List<Label> sorted = others.stream()
                .map(line -> new Label(line, y(last(line).value)))
                .sorted(Comparator.comparingDouble(Label::wanted))
                .toList();
        double[] at = sorted.stream().mapToDouble(Label::wanted).toArray();
        double bottom = HEIGHT - BOTTOM - LABEL_HEIGHT * (at.length - 1.0);
        double least = TOP;
        for (int i = 0; i < at.length; i++) {
            // From the top down, but never so far that the rest has no room above the axis.
            at[i] = Math.min(Math.max(at[i], least), Math.max(least, bottom + LABEL_HEIGHT * i));
            least = at[i] + LABEL_HEIGHT;
        }
        for (int i = 0; i < at.length; i++) {
            Point point = last(sorted.get(i).line);
            double edge = WIDTH - right;
            html.open(
                            "path",
                            "class",
                            "leader",
                            "d",
                            "M" + number(x(point.shots) + 6) + " " + number(y(point.value)) + "L" + number(edge + 2)
                                    + " " + number(at[i]) + "H" + number(edge + 8))
                    .close();
            text(html, sorted.get(i).line.name, "tick", edge + 11, at[i], "start");
        }
    }

    private static Point last(Line line) {
        return line.points.get(line.points.size() - 1);
    }

    private static void text(HtmlWriter html, String text, String style, double x, double y, String anchor) {
        html.element(
                "text", text, "class", style, "x", number(x), "y", number(y), "dy", "0.32em", "text-anchor", anchor);
    }

    private int plotWidth() {
        return WIDTH - LEFT - right;
    }

    private double x(int count) {
        return LEFT + plotWidth() * (shots.indexOf(count) + 0.5) / shots.size();
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
