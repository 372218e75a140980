package io.magma.config;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Makes records of what was written and reports all that does not fit; goes on after a problem to find the others. */
final class Binder {
    private static final String TYPE = "type";

    private final Class<?> root;
    private final Scalars scalars;
    private final Report report;

    /**
     * Prepares binding.
     *
     * @param root the outermost record, for suggestions
     * @param scalars binds single values
     * @param report where problems go
     */
    Binder(Class<?> root, Scalars scalars, Report report) {
        this.root = root;
        this.scalars = scalars;
        this.report = report;
    }

    /** The outermost record, or empty after a report. */
    Optional<Object> bind(Node node) {
        return bind(root, node, "", List.of());
    }

    private Optional<Object> bind(Type type, Node node, String path, List<String> fallback) {
        Class<?> raw = Types.raw(type);
        if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL) {
            report.add(node.origin(), path, "has no value; leave the key out for its default");
            return Optional.empty();
        } else if (raw == Optional.class) {
            return bind(Types.argument(type), node, path, fallback).map(Optional::of);
        } else if (raw == OptionalInt.class) {
            return scalars.bind(int.class, node, path).map(value -> OptionalInt.of((int) value));
        } else if (raw == OptionalDouble.class) {
            return scalars.bind(double.class, node, path).map(value -> OptionalDouble.of((double) value));
        } else if (raw == List.class) {
            return list(Types.argument(type), node, path);
        } else if (!raw.isRecord() && !Types.isVariant(raw)) {
            return scalars.bind(raw, node, path);
        } else if (!(node instanceof Node.Mapping mapping)) {
            report.add(node.origin(), path, "must be a mapping, was " + node.shown());
            return Optional.empty();
        } else if (raw.isRecord()) {
            return section(Section.of(raw), mapping, path);
        } else {
            return variant(raw, mapping, path, fallback);
        }
    }

    private Optional<Object> list(Type element, Node node, String path) {
        if (node instanceof Node.Mapping && Types.raw(element).isRecord()) {
            return bind(element, node, path, List.of()).map(List::of);
        }
        if (!(node instanceof Node.Sequence sequence)) {
            report.add(node.origin(), path, "must be a list, was " + node.shown());
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.elements().size(); i++) {
            bind(element, sequence.elements().get(i), path + "." + i, List.of()).ifPresent(values::add);
        }
        return values.size() == sequence.elements().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    private Optional<Object> variant(Class<?> sealed, Node.Mapping mapping, String path, List<String> fallback) {
        List<String> names = Names.variants(sealed);
        Node type = mapping.entries().get(TYPE);
        Optional<String> name;
        if (type != null) {
            name = scalars.oneOf(names, type, join(path, TYPE));
        } else if (fallback.isEmpty()) {
            report.add(mapping.origin(), join(path, TYPE), "is required, one of " + String.join(", ", names));
            return Optional.empty();
        } else {
            name = Optional.of(fallback.get(0));
        }
        Map<String, Node> others = new LinkedHashMap<>(mapping.entries());
        others.remove(TYPE);
        return name.flatMap(n -> Names.variant(sealed, n))
                .flatMap(v -> section(Section.of(v), new Node.Mapping(mapping.origin(), others), path));
    }

    private Optional<Object> section(Section section, Node.Mapping mapping, String path) {
        Set<String> meant = unknownKeys(section, mapping, path);
        Object[] values = new Object[section.keys().size()];
        Set<String> failed = new HashSet<>();
        boolean constructible = true;
        for (int i = 0; i < values.length; i++) {
            Section.Entry entry = section.keys().get(i);
            Node node = mapping.entries().get(entry.name());
            Optional<Object> value = node == null
                    ? Defaults.of(entry)
                    : bind(
                            entry.type(),
                            node,
                            join(path, entry.name()),
                            List.of(entry.key().fallback()));
            if (value.isEmpty()) {
                if (node == null && !meant.contains(entry.name())) {
                    report.add(mapping.origin(), join(path, entry.name()), "is required");
                }
                failed.add(entry.name());
                value = standIn(entry);
            }
            constructible &= value.isPresent();
            values[i] = value.orElse(section);
        }
        return constructible ? construct(section, values, failed, mapping, path) : Optional.empty();
    }

    /** Makes the record, with stand-ins for the failed components if only to hear about the others. */
    private Optional<Object> construct(
            Section section, Object[] values, Set<String> failed, Node.Mapping mapping, String path) {
        try {
            Object record = section.instance(values);
            return failed.isEmpty() ? Optional.of(record) : Optional.empty();
        } catch (ConfigException e) {
            for (Problem problem : e.problems()) {
                boolean independent = !problem.joint() && !failed.contains(problem.key());
                if (failed.isEmpty() || independent) {
                    report.add(origin(mapping, problem.key()), join(path, problem.key()), problem.reason());
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<Object> standIn(Section.Entry entry) {
        Class<?> type = Types.raw(entry.type());
        if (type == Path.class) {
            return Optional.of(Path.of(""));
        } else if (type == ModelPath.class) {
            return Optional.of(ModelPath.of(Path.of("")));
        } else if (type == Location.class) {
            return Optional.of(Location.of(Path.of("")));
        } else if (type == int.class) {
            return Optional.of(0);
        }
        return type == List.class ? Optional.of(List.of()) : Defaults.of(entry);
    }

    /** Reports keys that the section does not have; returns those that they were probably meant to be. */
    private Set<String> unknownKeys(Section section, Node.Mapping mapping, String path) {
        Set<String> meant = new HashSet<>();
        mapping.entries().forEach((key, node) -> {
            if (!section.names().contains(key)) {
                Optional<String> guess = Suggestions.nearest(key, section.names());
                guess.ifPresent(meant::add);
                report.add(node.origin(), join(path, key), "unknown key" + hint(section, join(path, key), key, guess));
            }
        });
        return meant;
    }

    private String hint(Section section, String path, String key, Optional<String> guess) {
        List<String> elsewhere = Suggestions.elsewhere(key, root);
        elsewhere.remove(path);
        if (guess.isPresent()) {
            return ", did you mean '" + guess.get() + "'?";
        } else if (!elsewhere.isEmpty() && elsewhere.size() <= 3) {
            return ", did you mean '" + String.join("' or '", elsewhere) + "'?";
        }
        return section.names().isEmpty() ? ", there are none" : ", known: " + String.join(", ", section.names());
    }

    /** Where the deepest part of a dotted key that was written, was. */
    private static Origin origin(Node.Mapping mapping, String key) {
        Node node = mapping;
        for (String segment : key.split("\\.", -1)) {
            Node child = node instanceof Node.Mapping m ? m.entries().get(segment) : null;
            if (child == null) {
                break;
            }
            node = child;
        }
        return node.origin();
    }

    private static String join(String path, String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }
}
