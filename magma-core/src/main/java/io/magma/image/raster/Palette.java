package io.magma.image.raster;

import java.util.Arrays;

/** 256 colours with their opacity. */
public final class Palette {
    /** Colours of every palette. */
    public static final int SIZE = 256;

    private final byte[] rgb;
    private final byte[] alpha;

    private Palette(byte[] rgb, byte[] alpha) {
        this.rgb = rgb;
        this.alpha = alpha;
    }

    /**
     * Builds a palette as PIL does: entries that the file does not define are a grey ramp.
     *
     * @param colours red, green and blue, one after the other; anything beyond 256 colours is ignored
     * @param opacity one byte per colour, missing ones are opaque
     */
    public static Palette of(byte[] colours, byte[] opacity) {
        byte[] rgb = new byte[3 * SIZE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3);
        }
        System.arraycopy(colours, 0, rgb, 0, Math.min(colours.length / 3 * 3, rgb.length));
        byte[] alpha = new byte[SIZE];
        Arrays.fill(alpha, (byte) 255);
        System.arraycopy(opacity, 0, alpha, 0, Math.min(opacity.length, SIZE));
        return new Palette(rgb, alpha);
    }

    boolean isOpaque() {
        for (byte a : alpha) {
            if (a != (byte) 255) {
                return false;
            }
        }
        return true;
    }

    void putRgb(int index, byte[] out, int offset) {
        out[offset] = rgb[3 * index];
        out[offset + 1] = rgb[3 * index + 1];
        out[offset + 2] = rgb[3 * index + 2];
    }

    byte alpha(int index) {
        return alpha[index];
    }
}
