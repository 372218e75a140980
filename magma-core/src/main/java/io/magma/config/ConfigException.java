package io.magma.config;

import java.util.List;
import java.util.stream.Collectors;

/** A mistake of the user that the message locates and explains, one problem a line. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigException(String message) {
        super(message);
        this.problems = List.of(new Problem("", message, false));
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
        this.problems = List.of(new Problem("", message, false));
    }

    /** Problems of values, whose keys are relative to the record that found them. */
    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems one by one, for the loader to locate. */
    List<Problem> problems() {
        return problems;
    }
}
