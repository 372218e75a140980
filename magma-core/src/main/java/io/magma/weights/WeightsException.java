package io.magma.weights;

import java.nio.file.Path;

/** A weight file that cannot be used, or that does not fit the model; the message names the file. */
public final class WeightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem with {@code file}. */
    public WeightsException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** A problem with {@code file} that another failure brought to light. */
    public WeightsException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
