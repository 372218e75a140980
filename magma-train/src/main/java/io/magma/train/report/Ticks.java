package io.magma.train.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Round numbers along an axis.
 *
 * @param from first tick
 * @param step distance between two
 * @param count number of ticks
 */
public record Ticks(double from, double step, int count) {
    /** About {@code wanted} ticks that lie within a range. */
    public static Ticks within(double low, double high, int wanted) {
        double raw = Math.max((high - low) / wanted, Double.MIN_NORMAL);
        double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
        double ratio = raw / magnitude;
        double step = magnitude * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
        double from = Math.ceil(low / step - 1e-9) * step;
        return new Ticks(from, step, (int) Math.floor((high - from) / step + 1e-9) + 1);
    }

    /** The ticks, ascending. */
    public double[] values() {
        return DoubleStream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> from + i * step)
                .toArray();
    }

    /** A tick in as many digits as tell it from its neighbours. */
    public String shown(double value) {
        if (Math.abs(value) < step / 2) {
            return "0";
        }
        if (Math.abs(value) >= 1e4) {
            return value % 1000 == 0
                    ? String.format(Locale.ROOT, "%.0fk", value / 1000)
                    : String.format(Locale.ROOT, "%.1fk", value / 1000);
        }
        if (step < 1e-3) {
            return String.format(Locale.ROOT, "%.1e", value).replace("e-0", "e-");
        }
        int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
