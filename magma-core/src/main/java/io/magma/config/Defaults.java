package io.magma.config;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Values of absent keys, from their {@link Key#fallback()}. */
final class Defaults {
    private Defaults() {}

    /** The record of an empty section none of whose keys is required. */
    static <T> T of(Class<T> record) {
        return of(record, Map.of());
    }

    /** The record of a section that gives some keys, among them all that are required. */
    static <T> T of(Class<T> record, Map<String, Object> given) {
        Section section = Section.of(record);
        Object[] values = section.keys().stream()
                .map(entry -> Optional.ofNullable(given.get(entry.name()))
                        .or(() -> of(entry))
                        .orElseThrow(() -> new IllegalStateException(
                                record.getSimpleName() + " has the required key " + entry.name())))
                .toArray();
        return record.cast(section.instance(values));
    }

    /** The value of an absent key; empty if the key is required, or something in the section that it names is. */
    static Optional<Object> of(Section.Entry entry) {
        if (entry.key().required()) {
            return Optional.empty();
        }
        List<String> texts = Arrays.asList(entry.key().fallback());
        return texts.isEmpty() ? absent(entry.type()) : Optional.of(value(entry.type(), texts));
    }

    private static Optional<Object> absent(Type type) {
        Class<?> raw = Types.raw(type);
        if (raw == Optional.class) {
            return Optional.of(Optional.empty());
        } else if (raw == OptionalInt.class) {
            return Optional.of(OptionalInt.empty());
        } else if (raw == OptionalDouble.class) {
            return Optional.of(OptionalDouble.empty());
        } else if (raw == List.class) {
            return Optional.of(List.of());
        } else if (raw.isRecord()) {
            return complete(raw) ? Optional.of(of(raw)) : Optional.empty();
        }
        throw new IllegalStateException("a " + raw + " needs a fallback or to be required");
    }

    private static boolean complete(Class<?> record) {
        return Section.of(record).keys().stream().noneMatch(entry -> of(entry).isEmpty());
    }

    private static Object value(Type type, List<String> texts) {
        Class<?> raw = Types.raw(type);
        if (raw == List.class) {
            return texts.stream()
                    .map(text -> value(Types.argument(type), List.of(text)))
                    .toList();
        }
        String text = texts.get(0);
        if (raw == String.class) {
            return text;
        } else if (raw == int.class || raw == Integer.class) {
            return Integer.valueOf(text);
        } else if (raw == long.class || raw == Long.class) {
            return Long.valueOf(text);
        } else if (raw == double.class || raw == Double.class) {
            return Double.valueOf(text);
        } else if (raw == boolean.class) {
            return Boolean.valueOf(text);
        } else if (raw.isEnum()) {
            return Names.constant(raw, text).orElseThrow();
        } else if (Types.isVariant(raw)) {
            return of(Names.variant(raw, text).orElseThrow());
        }
        throw new IllegalStateException("a " + raw + " has no written default");
    }
}
