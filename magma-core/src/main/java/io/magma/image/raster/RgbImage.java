package io.magma.image.raster;

/**
 * An 8-bit RGB picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param data red, green and blue of each pixel, row by row (HWC), {@code 3 * width * height} bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // pixels by reference are the point, equality is not used
public record RgbImage(int width, int height, byte[] data) {
    /** Checks that the data fit the size. */
    public RgbImage {
        if (width < 1 || height < 1 || data.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "expected " + 3L * width * height + " bytes for " + width + "x" + height + ", got " + data.length);
        }
    }
}
