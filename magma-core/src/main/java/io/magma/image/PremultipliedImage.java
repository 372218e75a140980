package io.magma.image;

import io.magma.image.raster.ModeConverter;
import io.magma.image.raster.RasterImage;
import io.magma.image.resize.BicubicResizer;
import io.magma.image.resize.Region;

/** Pixels packed as premultiplied ARGB, for sampling two channels at a time. */
final class PremultipliedImage {
    private static final int PAIR = 0x00FF00FF;
    private static final int PAIR_HALF = 0x00800080;

    private final int width;
    private final int height;
    private final int[] argb;

    private PremultipliedImage(int width, int height, int[] argb) {
        this.width = width;
        this.height = height;
        this.argb = argb;
    }

    static PremultipliedImage of(RasterImage image) {
        byte[] rgba = image.toRgba().samples();
        int[] argb = new int[image.width() * image.height()];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = premultiplied(
                    rgba[4 * i] & 255, rgba[4 * i + 1] & 255, rgba[4 * i + 2] & 255, rgba[4 * i + 3] & 255);
        }
        return new PremultipliedImage(image.width(), image.height(), argb);
    }

    private static int premultiplied(int red, int green, int blue, int alpha) {
        if (alpha == 0) {
            return 0;
        }
        int pair = red << 16 | blue;
        if (alpha < 255) {
            pair = pair * alpha + PAIR_HALF;
            pair = ((((pair >>> 8) & PAIR) + pair) >>> 8) & PAIR;
            return alpha << 24 | pair | ModeConverter.multiplyDivide255(green, alpha) << 8;
        }
        return alpha << 24 | pair | green << 8;
    }

    /** Shrinks without aliasing; palettes are resolved first, since their indices do not mix. */
    static PremultipliedImage resized(RasterImage image, int width, int height) {
        byte[] rgba = ModeConverter.premultiply(image.toRgba().samples(), 4);
        Region all = Region.whole(width, height);
        byte[] small = BicubicResizer.resize(rgba, image.width(), image.height(), 4, width, height, all);
        for (int i = 0; i < small.length; i += 4) {
            // The filter overshoots: a premultiplied channel must not exceed its opacity.
            for (int c = 0; c < 3; c++) {
                small[i + c] = (byte) Math.min(small[i + c] & 255, small[i + 3] & 255);
            }
        }
        return pack(width, height, small);
    }

    private static PremultipliedImage pack(int width, int height, byte[] rgba) {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = (rgba[4 * i + 3] & 255) << 24
                    | (rgba[4 * i] & 255) << 16
                    | (rgba[4 * i + 1] & 255) << 8
                    | (rgba[4 * i + 2] & 255);
        }
        return new PremultipliedImage(width, height, argb);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * The colour at a point; pixel centres are at halves. Beyond the edges it is transparent, with a ramp as wide as an output
     * pixel.
     *
     * @param x columns from the left edge
     * @param y rows from the top edge
     * @param pixelWidth width of an output pixel in columns
     * @param pixelHeight height of an output pixel in rows
     * @return premultiplied ARGB
     */
    int at(double x, double y, double pixelWidth, double pixelHeight) {
        double insideX = Math.min(x, width - x);
        double insideY = Math.min(y, height - y);
        if (insideX >= Math.max(1, pixelWidth) && insideY >= Math.max(1, pixelHeight)) {
            int fixedX = (int) (x * 256 - 127.5);
            int fixedY = (int) (y * 256 - 127.5);
            int at = (fixedY >> 8) * width + (fixedX >> 8);
            return blend(argb[at], argb[at + 1], argb[at + width], argb[at + width + 1], fixedX & 255, fixedY & 255);
        }
        return nearEdge(x, y, insideX / pixelWidth + 0.5, insideY / pixelHeight + 0.5);
    }

    private int nearEdge(double x, double y, double insideX, double insideY) {
        if (insideX <= 0 || insideY <= 0) {
            return 0;
        }
        int fixedX = Math.max(0, (int) (x * 256 - 127.5));
        int fixedY = Math.max(0, (int) (y * 256 - 127.5));
        int column = Math.min(width - 1, fixedX >> 8);
        int row = Math.min(height - 1, fixedY >> 8);
        int right = column < width - 1 ? 1 : 0;
        int down = row < height - 1 ? width : 0;
        int at = row * width + column;
        int pixel =
                blend(argb[at], argb[at + right], argb[at + down], argb[at + down + right], fixedX & 255, fixedY & 255);
        double covered = Math.min(1, insideX) * Math.min(1, insideY);
        return covered < 1 - 1e-6 ? fade(pixel, (int) (covered * 256 + 0.5)) : pixel;
    }

    private static int blend(int p00, int p01, int p10, int p11, int fx, int fy) {
        int w11 = (fx * fy + 128) >> 8;
        int w10 = fy - w11;
        int w01 = fx - w11;
        int w00 = 256 - fx - fy + w11;
        int low = (p00 & PAIR) * w00 + (p01 & PAIR) * w01 + (p10 & PAIR) * w10 + (p11 & PAIR) * w11;
        int high = (p00 >>> 8 & PAIR) * w00
                + (p01 >>> 8 & PAIR) * w01
                + (p10 >>> 8 & PAIR) * w10
                + (p11 >>> 8 & PAIR) * w11;
        return (((low + PAIR_HALF) >>> 8) & PAIR) | ((high + PAIR_HALF) & ~PAIR);
    }

    /** Multiplies all channels by {@code of256 / 256}. */
    private static int fade(int argb, int of256) {
        return ((((argb & PAIR) * of256) >>> 8) & PAIR) | ((((argb >>> 8) & PAIR) * of256) & ~PAIR);
    }

    /** Puts premultiplied ARGB over an opaque RGB colour. */
    static int over(int argb, int background) {
        int through = 255 - (argb >>> 24);
        if (through == 0) {
            return argb & 0xFFFFFF;
        }
        int red = (argb >> 16 & 255) + ModeConverter.multiplyDivide255(background >> 16 & 255, through);
        int green = (argb >> 8 & 255) + ModeConverter.multiplyDivide255(background >> 8 & 255, through);
        int blue = (argb & 255) + ModeConverter.multiplyDivide255(background & 255, through);
        return Math.min(255, red) << 16 | Math.min(255, green) << 8 | Math.min(255, blue);
    }
}
