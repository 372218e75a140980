package io.magma.train.metrics;

import java.nio.file.Path;

/** A metrics file that cannot be read or written. */
public final class MetricsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with its file. */
    public MetricsException(Path file, String what, Throwable cause) {
        super(file + ": " + what + ": " + cause.getMessage(), cause);
    }
}
