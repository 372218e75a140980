package io.magma.image;

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

    /** The colour in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }
}
