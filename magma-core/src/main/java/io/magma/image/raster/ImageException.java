package io.magma.image.raster;

/** A picture that cannot be used: unreadable, truncated, of an unknown format, or too large. The message names the picture. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports what is wrong with a picture.
     *
     * @param name the picture, as the caller knows it
     * @param problem what is wrong with it
     */
    public ImageException(String name, String problem) {
        super(name + ": " + problem);
    }

    /**
     * Reports what is wrong with a picture.
     *
     * @param name the picture, as the caller knows it
     * @param problem what is wrong with it
     * @param cause what the decoder reported
     */
    public ImageException(String name, String problem, Throwable cause) {
        super(name + ": " + problem, cause);
    }
}
