package io.magma.config;

import java.util.List;
import java.util.Map;

/** What was written, before its meaning is known; mappings and sequences change while overrides are applied. */
sealed interface Node {
    /** Where it was written; of a mapping's value, where its key was. */
    Origin origin();

    /** How a message names it. */
    String shown();

    /**
     * Keys and values.
     *
     * @param origin where it was written
     * @param entries mutable, in the order written
     */
    record Mapping(Origin origin, Map<String, Node> entries) implements Node {
        @Override
        public String shown() {
            return "a mapping";
        }
    }

    /**
     * A list.
     *
     * @param origin where it was written
     * @param elements mutable
     */
    record Sequence(Origin origin, List<Node> elements) implements Node {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param origin where it was written
     * @param text as written, without quotes
     * @param kind what it looks like
     */
    record Scalar(Origin origin, String text, Kind kind) implements Node {
        @Override
        public String shown() {
            return kind == Kind.TEXT ? "'" + text + "'" : text;
        }
    }

    /** What a scalar looks like. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }
}
