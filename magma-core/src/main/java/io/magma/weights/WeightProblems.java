package io.magma.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects where a file and a model disagree, to report everything at once. */
public final class WeightProblems {
    private static final int SHOWN = 20;

    private final Path file;
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshaped = new ArrayList<>();

    /** No problems yet with {@code file}. */
    public WeightProblems(Path file) {
        this.file = file;
    }

    /** A tensor is not there. */
    public void missing(String name) {
        missing.add(name);
    }

    /** A tensor is there, but in another shape or type. */
    public void misshaped(String name, String found, Shape expected) {
        misshaped.add(name + " is " + found + ", expected " + expected);
    }

    /**
     * Throws one exception that lists everything.
     *
     * @param unexpected names that the file has and nobody asked for
     * @throws WeightsException if there is anything to list
     */
    public void throwIfAny(Collection<String> unexpected) {
        List<String> parts = new ArrayList<>();
        describe(parts, "missing", missing);
        describe(parts, "unexpected", unexpected);
        describe(parts, "misshaped", misshaped);
        if (!parts.isEmpty()) {
            throw new WeightsException(file, "does not fit the model: " + String.join("; ", parts));
        }
    }

    private static void describe(List<String> parts, String kind, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        String shown = String.join(", ", names.stream().limit(SHOWN).toList());
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        parts.add(names.size() + " " + kind + ": " + shown + more);
    }
}
