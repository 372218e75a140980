package io.magma.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns single values into Java's, strictly by type. */
final class Scalars {
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9]\\d*)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    /** YAML 1.1 takes {@code 1e-3} for text. */
    private static final Pattern SCIENTIFIC = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)[eE][-+]?\\d+");

    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class);

    private final Path base;
    private final Path workingDirectory;
    private final Report report;

    Scalars(Path base, Path workingDirectory, Report report) {
        this.base = base;
        this.workingDirectory = workingDirectory;
        this.report = report;
    }

    /** The value, or empty after a report. */
    Optional<Object> bind(Class<?> type, Node node, String path) {
        if (!(node instanceof Node.Scalar scalar)) {
            return wrong(node, path, "must be " + expected(type));
        }
        if (type == int.class || type == Integer.class) {
            return whole(scalar, path, Integer.MIN_VALUE, Integer.MAX_VALUE).map(BigInteger::intValueExact);
        } else if (type == long.class || type == Long.class) {
            return whole(scalar, path, Long.MIN_VALUE, Long.MAX_VALUE).map(BigInteger::longValueExact);
        } else if (type == double.class || type == Double.class) {
            return decimal(scalar, path);
        } else if (type == boolean.class) {
            return scalar.kind() == Node.Kind.BOOLEAN
                    ? Optional.of(scalar.text().equals("true"))
                    : wrong(node, path, "must be true or false");
        } else if (type.isEnum()) {
            return oneOf(Names.constants(type), scalar, path).flatMap(name -> Names.constant(type, name));
        }
        boolean text = scalar.kind() == Node.Kind.TEXT || scalar.origin().isOverride();
        if (!text) {
            return wrong(node, path, "must be text (in quotes, if it is meant)");
        }
        if (type == ModelPath.class) {
            return modelPath(scalar, path);
        }
        if (type == Location.class) {
            return Location.isUrl(scalar.text())
                    ? Optional.of(Location.ofUrl(scalar.text()))
                    : path(scalar, path).map(Location::of);
        }
        return type == Path.class ? path(scalar, path).map(p -> p) : Optional.of(scalar.text());
    }

    /** One of some words, or empty after a report with a suggestion. */
    Optional<String> oneOf(List<String> words, Node node, String path) {
        if (node instanceof Node.Scalar scalar && words.contains(scalar.text())) {
            return Optional.of(scalar.text());
        }
        // YAML 1.1 reads the word off as false.
        if (node instanceof Node.Scalar scalar
                && scalar.kind() == Node.Kind.BOOLEAN
                && scalar.text().equals("false")
                && words.contains("off")) {
            return Optional.of("off");
        }
        String guess = node instanceof Node.Scalar scalar
                ? Suggestions.nearest(scalar.text(), words)
                        .map(word -> ", did you mean '" + word + "'?")
                        .orElse("")
                : "";
        String choice = words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
        report.add(node.origin(), path, "must be " + choice + ", was " + node.shown() + guess);
        return Optional.empty();
    }

    private Optional<BigInteger> whole(Node.Scalar scalar, String path, long min, long max) {
        if (scalar.kind() != Node.Kind.NUMBER || !WHOLE.matcher(scalar.text()).matches()) {
            return wrong(scalar, path, "must be a whole number");
        }
        BigInteger value = new BigInteger(scalar.text());
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            return wrong(scalar, path, "must be from " + min + " to " + max);
        }
        return Optional.of(value);
    }

    private Optional<Object> decimal(Node.Scalar scalar, String path) {
        Pattern form = scalar.kind() == Node.Kind.TEXT ? SCIENTIFIC : DECIMAL;
        boolean number = scalar.kind() != Node.Kind.BOOLEAN
                && form.matcher(scalar.text()).matches();
        if (!number) {
            return wrong(scalar, path, "must be a number");
        }
        double value = new BigDecimal(scalar.text()).doubleValue();
        return Double.isInfinite(value) ? wrong(scalar, path, "must be a smaller number") : Optional.of(value);
    }

    private Optional<Object> modelPath(Node.Scalar scalar, String path) {
        if (!scalar.text().startsWith(ModelPath.HUB)) {
            return path(scalar, path).map(ModelPath::of);
        }
        Optional<HubReference> repository = HubReference.parse(scalar.text().substring(ModelPath.HUB.length()));
        return repository.isPresent()
                ? repository.map(ModelPath::of)
                : wrong(scalar, path, "must be hf:ORGANISATION/NAME or hf:ORGANISATION/NAME@REVISION");
    }

    private Optional<Path> path(Node.Scalar scalar, String path) {
        if (scalar.text().isBlank()) {
            return wrong(scalar, path, "must be a path");
        }
        try {
            Path folder = scalar.origin().isOverride() ? workingDirectory : base;
            return Optional.of(folder.resolve(scalar.text()).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return wrong(scalar, path, "must be a path (" + e.getReason() + ")");
        }
    }

    private <T> Optional<T> wrong(Node node, String path, String reason) {
        report.add(node.origin(), path, reason + ", was " + node.shown());
        return Optional.empty();
    }

    private static String expected(Class<?> type) {
        if (type == boolean.class) {
            return "true or false";
        } else if (WHOLE_NUMBERS.contains(type)) {
            return "a whole number";
        } else if (type == double.class || type == Double.class) {
            return "a number";
        } else if (type.isEnum()) {
            return "one of " + String.join(", ", Names.constants(type));
        }
        if (type == Location.class) {
            return "a path or an http(s) address";
        }
        return type == Path.class || type == ModelPath.class ? "a path" : "text";
    }
}
