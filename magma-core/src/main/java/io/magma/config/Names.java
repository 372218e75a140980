package io.magma.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Java names and the names that stand for them in YAML. */
final class Names {
    private Names() {}

    /** {@code maxGradNorm} and {@code MaxGradNorm} become {@code max_grad_norm}, {@code topPMode} {@code top_p_mode}. */
    static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    /** YAML name of an enum's constant. */
    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** YAML names of an enum's constants, in their order. */
    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> constant((Enum<?>) c))
                .toList();
    }

    /** The constant of a YAML name. */
    static Optional<Object> constant(Class<?> type, String name) {
        return Arrays.<Object>stream(type.getEnumConstants())
                .filter(c -> constant((Enum<?>) c).equals(name))
                .findFirst();
    }

    /** What {@code type:} says for a variant of a sealed interface. */
    static String variant(Class<?> variant) {
        return snake(variant.getSimpleName());
    }

    /** What {@code type:} may say for a sealed interface. */
    static List<String> variants(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Names::variant)
                .toList();
    }

    /** The variant that a {@code type:} names. */
    static Optional<Class<?>> variant(Class<?> sealed, String name) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .<Class<?>>map(c -> c)
                .filter(c -> variant(c).equals(name))
                .findFirst();
    }
}
