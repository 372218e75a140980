package io.magma.train.data;

/** Data that cannot be used; the message names the file and, where there is one, the line, entry or sample. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with its one-line message. */
    public DataException(String message) {
        super(message);
    }

    /** Creates an exception with its one-line message and what caused it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
