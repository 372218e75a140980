package io.magma.train.eval.caption;

/** The METEOR program cannot be run or does not answer as it should; the message is one line that names it. */
public final class MeteorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with its one-line message. */
    public MeteorException(String message) {
        super(message);
    }

    /** Creates an exception with its one-line message and what caused it. */
    public MeteorException(String message, Throwable cause) {
        super(message, cause);
    }
}
