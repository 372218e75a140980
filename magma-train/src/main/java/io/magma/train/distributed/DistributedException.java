package io.magma.train.distributed;

/** The processes of a run cannot go on together. */
public final class DistributedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which process is the reason, and how far it was. */
    public DistributedException(String message) {
        super(message);
    }
}
