package io.magma.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Collects what is wrong with a record's components, so that all of it is reported at once. */
public final class Checks {
    private final List<Problem> problems = new ArrayList<>();

    public Checks positive(String key, double value) {
        return require(
                value > 0 && value < Double.POSITIVE_INFINITY, key, () -> "must be greater than 0, was " + value);
    }

    public Checks positive(String key, OptionalDouble value) {
        return value.isPresent() ? positive(key, value.getAsDouble()) : this;
    }

    public Checks atLeast(long min, String key, long value) {
        return require(value >= min, key, () -> "must be at least " + min + ", was " + value);
    }

    public Checks atLeast(int min, String key, OptionalInt value) {
        return value.isPresent() ? atLeast(min, key, value.getAsInt()) : this;
    }

    public Checks atLeast(double min, String key, double value) {
        return require(
                value >= min && value < Double.POSITIVE_INFINITY,
                key,
                () -> "must be at least " + number(min) + ", was " + value);
    }

    /** From {@code min}, to less than {@code end}. */
    public Checks halfOpen(double min, double end, String key, double value) {
        return require(
                value >= min && value < end,
                key,
                () -> "must be at least " + number(min) + " and less than " + number(end) + ", was " + value);
    }

    public Checks within(double min, double max, String key, double value) {
        return require(
                value >= min && value <= max,
                key,
                () -> "must be from " + number(min) + " to " + number(max) + ", was " + value);
    }

    /** One value alone must satisfy {@code ok}. */
    public Checks require(boolean ok, String key, Supplier<String> reason) {
        return add(ok, key, reason, false);
    }

    /** Several values together must satisfy {@code ok}, if each so far does alone; {@code key} is the one to change. */
    public Checks requireJointly(boolean ok, String key, Supplier<String> reason) {
        return add(ok || problems.stream().anyMatch(problem -> !problem.joint()), key, reason, true);
    }

    /** Ends the checks. */
    public void done() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private Checks add(boolean ok, String key, Supplier<String> reason, boolean joint) {
        if (!ok) {
            problems.add(new Problem(key, reason.get(), joint));
        }
        return this;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
