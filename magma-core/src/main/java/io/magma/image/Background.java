package io.magma.image;

import io.magma.image.raster.RasterImage;
import java.util.Locale;

/**
 * An opaque colour to put behind transparent pixels.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Background(int red, int green, int blue) {
    /** White. */
    public static final Background WHITE = new Background(255, 255, 255);

    /** Black. */
    public static final Background BLACK = new Background(0, 0, 0);

    /** Checks the ranges. */
    public Background {
        if (((red | green | blue) & ~255) != 0) {
            throw new IllegalArgumentException(
                    "a colour has components from 0 to 255, was " + red + "," + green + "," + blue);
        }
    }

    /**
     * Reads a colour as web pages write it.
     *
     * @param text {@code #rrggbb} in hexadecimal digits
     * @return the colour
     * @throws IllegalArgumentException if the text has another form
     */
    public static Background parse(String text) {
        if (!text.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("a colour is written #rrggbb, was '" + text + "'");
        }
        int value = Integer.parseInt(text.substring(1), 16);
        return new Background(value >> 16, value >> 8 & 255, value & 255);
    }

    /**
     * Puts this behind a picture, as pasting with a mask does in Pillow.
     *
     * @param image any mode
     * @return opaque, in mode RGB
     */
    public RasterImage behind(RasterImage image) {
        byte[] rgba = image.toRgba().samples();
        int[] back = {red, green, blue};
        byte[] out = new byte[rgba.length / 4 * 3];
        for (int i = 0, o = 0; i < rgba.length; i += 4, o += 3) {
            int alpha = rgba[i + 3] & 255;
            for (int c = 0; c < 3; c++) {
                int t = back[c] * (255 - alpha) + (rgba[i + c] & 255) * alpha + 128;
                out[o + c] = (byte) (((t >> 8) + t) >> 8);
            }
        }
        return RasterImage.of(RasterImage.Mode.RGB, image.width(), image.height(), out);
    }

    /** The colour in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }
}
