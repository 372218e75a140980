package io.magma.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Applies {@code a.b.0.c=value} to what a file says. */
final class Overrides {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

    private final Node.Mapping root;
    private final Class<?> type;
    private final Report report;

    Overrides(Node.Mapping root, Class<?> type, Report report) {
        this.root = root;
        this.type = type;
        this.report = report;
    }

    /** Applies one; {@code null} as the value removes the key. */
    void apply(String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            report.add(Origin.override(override), "", "must look like key=value");
            return;
        }
        String key = override.substring(0, equals).strip();
        Origin origin = Origin.override(key);
        List<String> path = List.of(key.split("\\.", -1));
        Node value = value(origin, override.substring(equals + 1));
        Optional<Node> target = parent(path, origin);
        String last = path.get(path.size() - 1);
        if (target.isEmpty()) {
            return;
        }
        if (target.get() instanceof Node.Sequence list) {
            setElement(list, last, value, origin);
        } else if (target.get() instanceof Node.Mapping mapping) {
            if (last.equals("type") && value instanceof Node.Scalar scalar) {
                forgetOtherVariant(mapping, path, scalar);
            }
            if (isNull(value)) {
                mapping.entries().remove(last);
            } else {
                mapping.entries().put(last, value);
            }
        }
    }

    private Node value(Origin origin, String text) {
        String stripped = text.strip();
        if (stripped.startsWith("[") || stripped.startsWith("{") || stripped.startsWith("\"")) {
            return YamlReader.read(origin, stripped, report);
        }
        Node.Kind kind = NUMBER.matcher(stripped).matches()
                ? Node.Kind.NUMBER
                : switch (stripped) {
                    case "true", "false" -> Node.Kind.BOOLEAN;
                    case "null" -> Node.Kind.NULL;
                    default -> Node.Kind.TEXT;
                };
        return new Node.Scalar(origin, kind == Node.Kind.TEXT ? text : stripped, kind);
    }

    /** The node that holds the last segment; sections on the way are made where absent. */
    private Optional<Node> parent(List<String> path, Origin origin) {
        Node node = root;
        for (int i = 0; i < path.size(); i++) {
            String segment = path.get(i);
            boolean last = i == path.size() - 1;
            if (node instanceof Node.Sequence list) {
                boolean single =
                        !INDEX.matcher(segment).matches() && list.elements().size() == 1;
                if (last && !single) {
                    return Optional.of(list);
                }
                Optional<Node> element = single ? Optional.of(list.elements().get(0)) : element(list, segment, origin);
                if (element.isEmpty()) {
                    return Optional.empty();
                }
                node = element.get();
                if (single) {
                    i--;
                }
            } else if (node instanceof Node.Mapping mapping) {
                if (last) {
                    return Optional.of(mapping);
                }
                boolean self = segment.equals("0") && !mapping.entries().containsKey("0");
                node = self ? mapping : child(mapping, segment, origin);
            } else {
                report.add(origin, "", "goes through a value that is neither a mapping nor a list");
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Node child(Node.Mapping mapping, String key, Origin origin) {
        Node child = mapping.entries().get(key);
        if (child == null || child instanceof Node.Scalar) {
            child = new Node.Mapping(origin, new LinkedHashMap<>());
            mapping.entries().put(key, child);
        }
        return child;
    }

    private Optional<Node> element(Node.Sequence list, String segment, Origin origin) {
        int size = list.elements().size();
        int index = index(list, segment, origin);
        if (index < 0) {
            return Optional.empty();
        }
        if (index == size) {
            list.elements().add(new Node.Mapping(origin, new LinkedHashMap<>()));
        }
        return Optional.of(list.elements().get(index));
    }

    private void setElement(Node.Sequence list, String segment, Node value, Origin origin) {
        int index = index(list, segment, origin);
        if (index < 0) {
            return;
        }
        if (index < list.elements().size()) {
            list.elements().remove(index);
        }
        if (!isNull(value)) {
            list.elements().add(index, value);
        }
    }

    private int index(Node.Sequence list, String segment, Origin origin) {
        int size = list.elements().size();
        if (!INDEX.matcher(segment).matches() || Integer.parseInt(segment) > size) {
            report.add(
                    origin,
                    "",
                    "needs an index from 0 to " + size + " (the list has " + size + "), was '" + segment + "'");
            return -1;
        }
        return Integer.parseInt(segment);
    }

    /** Another variant has other keys: those that the file gave to the former one go, those of overrides stay. */
    private void forgetOtherVariant(Node.Mapping mapping, List<String> path, Node.Scalar value) {
        Optional<Section.Entry> entry = entry(path.subList(0, path.size() - 1));
        if (entry.isEmpty() || !Types.isVariant(Types.content(entry.get().type()))) {
            return;
        }
        String[] fallback = entry.get().key().fallback();
        String old = mapping.entries().get("type") instanceof Node.Scalar scalar
                ? scalar.text()
                : fallback.length == 0 ? "" : fallback[0];
        if (!old.equals(value.text())) {
            mapping.entries().values().removeIf(node -> !node.origin().isOverride());
        }
    }

    private Optional<Section.Entry> entry(List<String> path) {
        List<String> names = new ArrayList<>(path);
        names.removeIf(segment -> INDEX.matcher(segment).matches());
        Class<?> section = type;
        Optional<Section.Entry> found = Optional.empty();
        for (String name : names) {
            if (!section.isRecord()) {
                return Optional.empty();
            }
            found = Section.of(section).keys().stream()
                    .filter(entry -> entry.name().equals(name))
                    .findFirst();
            if (found.isEmpty()) {
                return found;
            }
            section = Types.content(found.get().type());
        }
        return found;
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
    }
}
