package io.magma.offload;

/** The weights of a block could not be brought to the device. */
public final class OffloadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OffloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
