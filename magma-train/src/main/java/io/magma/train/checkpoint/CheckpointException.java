package io.magma.train.checkpoint;

/** A checkpoint that cannot be written, or none that can be read. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that the message explains. */
    public CheckpointException(String message) {
        super(message);
    }

    /** A failure that the message explains and {@code cause} caused. */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
