package io.magma.image.raster;

/** Refuses decompression bombs by the size that a header declares, before anything is allocated. */
public final class PixelLimit {
    /** Pillow's {@code 2 * Image.MAX_IMAGE_PIXELS}, above which it raises {@code DecompressionBombError}. */
    public static final long MAX_PIXELS = 178_956_970;

    private PixelLimit() {}

    /**
     * Checks a declared size.
     *
     * @throws ImageException if the picture has no pixels or too many
     */
    public static void check(long width, long height, String name) {
        if (width < 1 || height < 1) {
            throw new ImageException(name, "the picture has no pixels: " + width + "x" + height);
        }
        if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
            throw new ImageException(
                    name,
                    "the picture declares " + width + "x" + height + " pixels, more than the limit of " + MAX_PIXELS
                            + " (decompression bomb?)");
        }
    }
}
