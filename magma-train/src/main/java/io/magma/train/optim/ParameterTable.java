package io.magma.train.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of what is trained, and how, that a run prints first. */
public final class ParameterTable {
    private ParameterTable() {}

    /**
     * Renders the table, one line a group and a frozen part, without a newline at its end.
     *
     * @param frozen parts of the model that are not trained
     */
    public static String render(List<ParameterGroup> groups, List<FrozenPart> frozen) {
        List<String> lines = new ArrayList<>();
        lines.add(row("parameter group", "tensors", "parameters", "lr", "weight decay"));
        for (ParameterGroup group : groups) {
            lines.add(row(
                    group.name(),
                    count(group.parameters().size()),
                    count(group.elements()),
                    String.format(Locale.ROOT, "%.2e", group.lr()),
                    group.weightDecay()));
        }
        for (FrozenPart part : frozen) {
            lines.add(row(part.name(), count(part.tensors()), count(part.parameters()), "frozen", ""));
        }
        long trained = groups.stream().mapToLong(ParameterGroup::elements).sum();
        long all = trained + frozen.stream().mapToLong(FrozenPart::parameters).sum();
        lines.add(String.format(
                Locale.ROOT, "trained: %,d of %,d parameters (%.2f %%)", trained, all, 100.0 * trained / all));
        return String.join("\n", lines);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-24s %8s %16s %12s %13s", cells).stripTrailing();
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /**
     * A part of the model that keeps its weights.
     *
     * @param name such as "language model"
     * @param tensors how many tensors
     * @param parameters how many elements
     */
    public record FrozenPart(String name, long tensors, long parameters) {}
}
