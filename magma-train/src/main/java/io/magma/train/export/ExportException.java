package io.magma.train.export;

/** An export that was not made; nothing was left behind. The message is one line. */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that the message explains. */
    public ExportException(String message) {
        super(message);
    }

    /** A failure that the message explains and {@code cause} caused. */
    public ExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
