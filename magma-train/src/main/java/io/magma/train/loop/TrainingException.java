package io.magma.train.loop;

/** A run that cannot go on: the message says at which step, and why. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that the message explains. */
    public TrainingException(String message) {
        super(message);
    }
}
