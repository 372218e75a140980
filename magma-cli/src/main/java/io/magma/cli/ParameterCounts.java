package io.magma.cli;

import ai.djl.ndarray.NDArray;
import io.magma.multimodal.MultimodalModel;
import io.magma.train.memory.ModelOutline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How many parameters each part of a model has.
 *
 * @param parts in the order of the model
 */
record ParameterCounts(List<Part> parts) {
    /**
     * A part.
     *
     * @param name first word of its tensors' names
     * @param trained whether it is trained
     * @param tensors number of its tensors
     * @param parameters number of their elements
     */
    record Part(String name, boolean trained, int tensors, long parameters) {
        Part and(long elements) {
            return new Part(name, trained, tensors + 1, parameters + elements);
        }
    }

    static ParameterCounts of(MultimodalModel model) {
        return of(model.frozen(), model.parameters(), NDArray::size);
    }

    static ParameterCounts of(ModelOutline model) {
        return of(model.frozen(), model.trained(), ModelOutline.Tensor::elements);
    }

    private static <T> ParameterCounts of(Map<String, T> frozen, Map<String, T> trained, ToLongFunction<T> elements) {
        Map<String, Part> parts = new LinkedHashMap<>();
        count(frozen, false, elements, parts);
        count(trained, true, elements, parts);
        return new ParameterCounts(List.copyOf(parts.values()));
    }

    private static <T> void count(
            Map<String, T> tensors, boolean trained, ToLongFunction<T> elements, Map<String, Part> parts) {
        tensors.forEach((tensor, value) -> {
            String name = tensor.split("\\.", 2)[0];
            String key = name + trained;
            Part before = Optional.ofNullable(parts.get(key)).orElse(new Part(name, trained, 0, 0));
            parts.put(key, before.and(elements.applyAsLong(value)));
        });
    }

    long trained() {
        return parts.stream().filter(Part::trained).mapToLong(Part::parameters).sum();
    }

    long all() {
        return parts.stream().mapToLong(Part::parameters).sum();
    }

    /** A table with a line a part, and the sum. */
    String table() {
        StringBuilder table = new StringBuilder();
        row(table, "part", "", "tensors", "parameters");
        for (Part part : parts) {
            row(
                    table,
                    part.name,
                    part.trained ? "trained" : "frozen",
                    String.valueOf(part.tensors),
                    String.format(Locale.ROOT, "%,d", part.parameters));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "trained: %,d of %,d parameters (%.2f %%)",
                        trained(),
                        all(),
                        100.0 * trained() / Math.max(1, all())))
                .toString();
    }

    private static void row(StringBuilder table, String name, String state, String tensors, String parameters) {
        table.append(String.format(Locale.ROOT, "%-16s  %-7s  %7s  %17s%n", name, state, tensors, parameters));
    }
}
