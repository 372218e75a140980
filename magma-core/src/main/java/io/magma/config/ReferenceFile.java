package io.magma.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A flat configuration of the reference implementation, read key by key; each key that is asked for must be accounted for.
 *
 * <p>Values of the wrong type are problems with their line, and stand in as the default until all are reported.
 */
final class ReferenceFile {
    private final Map<String, Node> entries;
    private final Origin origin;
    private final Report report;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<ImportedKey> keys = new ArrayList<>();

    private ReferenceFile(Node.Mapping root, Report report) {
        this.entries = root.entries();
        this.origin = root.origin();
        this.report = report;
    }

    /**
     * Reads the file's text.
     *
     * @throws ConfigException if it is no YAML mapping
     */
    static ReferenceFile read(String name, String yaml, Report report) {
        if (YamlReader.read(name, yaml, report) instanceof Node.Mapping root) {
            return new ReferenceFile(root, report);
        }
        throw new ConfigException(name + ": must be a mapping of keys and values");
    }

    /** Whether a key is there with a value. */
    boolean has(String key) {
        Node node = entries.get(key);
        return node != null && !isNull(node);
    }

    /** Whether a key is there, with a value or null. */
    boolean isThere(String key) {
        return entries.containsKey(key);
    }

    /** Whether a key is there without a value. */
    boolean keyIsNull(String key) {
        return isThere(key) && !has(key);
    }

    /** A text. */
    String text(String key, String fallback) {
        return scalar(key).map(Node.Scalar::text).orElse(fallback);
    }

    /** A whole number. */
    int whole(String key, int fallback) {
        return (int) number(key, int.class).orElse(fallback);
    }

    /** A number. */
    double decimal(String key, double fallback) {
        return (double) number(key, double.class).orElse(fallback);
    }

    /** True or false. */
    boolean flag(String key, boolean fallback) {
        return (boolean) number(key, boolean.class).orElse(fallback);
    }

    /** A text, or several. */
    List<String> texts(String key, String fallback) {
        if (entries.get(key) instanceof Node.Sequence list) {
            asked.add(key);
            return list.elements().stream()
                    .map(e -> e instanceof Node.Scalar scalar ? scalar.text() : e.shown())
                    .toList();
        }
        return List.of(text(key, fallback));
    }

    /** The keys and values of a mapping, or nothing. */
    Map<String, Node> mapping(String key) {
        asked.add(key);
        Node node = entries.get(key);
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries();
        }
        if (node != null && !isNull(node)) {
            report.add(node.origin(), key, "must be a mapping, was " + node.shown());
        }
        return new LinkedHashMap<>();
    }

    private Optional<Node.Scalar> scalar(String key) {
        asked.add(key);
        Node node = entries.get(key);
        if (node == null || isNull(node)) {
            return Optional.empty();
        }
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar);
        }
        report.add(node.origin(), key, "must be a single value, was " + node.shown());
        return Optional.empty();
    }

    private Optional<Object> number(String key, Class<?> type) {
        Path nowhere = Path.of("");
        return scalar(key).flatMap(s -> new Scalars(nowhere, nowhere, report).bind(type, s, key));
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
    }

    /** Notes that a key means something here. */
    void mapped(String key, String detail) {
        note(key, ImportedKey.Outcome.MAPPED, detail);
    }

    /** Notes that a key means nothing here. */
    void ignored(String key, String reason) {
        note(key, ImportedKey.Outcome.IGNORED, reason);
    }

    /** Notes that the run cannot be repeated. */
    void refused(String key, String reason) {
        note(key, ImportedKey.Outcome.REFUSED, reason);
        report.add(Optional.ofNullable(entries.get(key)).map(Node::origin).orElse(origin), key, reason);
    }

    private void note(String key, ImportedKey.Outcome outcome, String detail) {
        asked.add(key);
        String value =
                Optional.ofNullable(entries.get(key)).map(ReferenceFile::shown).orElse("absent");
        keys.add(new ImportedKey(key, value, outcome, detail));
    }

    private static String shown(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.text();
        } else if (node instanceof Node.Sequence list) {
            return list.elements().size() + " entries";
        }
        return "a mapping";
    }

    /** Refuses the keys that nobody has asked for. */
    void refuseOthers() {
        entries.keySet().stream()
                .filter(key -> !asked.contains(key))
                .toList()
                .forEach(key -> refused(key, "is no key of the reference implementation"));
    }

    /** All keys that were accounted for, in that order. */
    List<ImportedKey> keys() {
        return List.copyOf(keys);
    }
}
