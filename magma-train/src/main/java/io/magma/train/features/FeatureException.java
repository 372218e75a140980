package io.magma.train.features;

/** Kept features cannot be read. */
public final class FeatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With one line for the user. */
    public FeatureException(String message, Throwable cause) {
        super(message, cause);
    }
}
