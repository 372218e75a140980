package io.magma.train.data;

import java.io.IOException;

/** A server's refusal for now. */
final class RetryLaterException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long millis;

    /**
     * Refused with a status.
     *
     * @param millis how long the server wants to be left alone; 0 if it does not say
     */
    RetryLaterException(int status, long millis) {
        super("HTTP " + status);
        this.millis = millis;
    }

    long millis() {
        return millis;
    }
}
