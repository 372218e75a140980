package io.magma.vision;

/** An image encoder folder that cannot be used; the message names the file and the reason. */
public final class ImageEncoderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImageEncoderException(String message) {
        super(message);
    }

    public ImageEncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
