package io.magma.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects everything that is wrong with a configuration. */
final class Report {
    private record Line(Origin origin, String text) {}

    /** Overrides come last, as they have no line. */
    private static final Comparator<Line> ORDER = Comparator.comparing(
                    (Line l) -> l.origin().isOverride())
            .thenComparing(l -> l.origin().line());

    private final List<Line> lines = new ArrayList<>();

    void add(Origin origin, String path, String reason) {
        lines.add(new Line(origin, origin.before(path) + reason));
    }

    /**
     * Ends the collection.
     *
     * @throws ConfigException if there was any problem
     */
    void done() {
        if (!lines.isEmpty()) {
            throw new ConfigException(
                    lines.stream().sorted(ORDER).map(Line::text).distinct().collect(Collectors.joining("\n")));
        }
    }
}
