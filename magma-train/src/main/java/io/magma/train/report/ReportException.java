package io.magma.train.report;

/** A run folder or evaluation result that no report can be made of; the message names the file. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with its one-line message. */
    public ReportException(String message) {
        super(message);
    }

    /** Creates an exception with its one-line message and what caused it. */
    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
