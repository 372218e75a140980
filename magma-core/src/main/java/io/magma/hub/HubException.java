package io.magma.hub;

/** Something of the Hub that cannot be had; the message names the repository and says what to do. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure of its own. */
    public HubException(String message) {
        super(message);
    }

    /** A failure that another one brought to light. */
    public HubException(String message, Throwable cause) {
        super(message, cause);
    }
}
