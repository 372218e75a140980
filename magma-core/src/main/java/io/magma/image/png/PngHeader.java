package io.magma.image.png;

import io.magma.image.decode.ByteReader;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.PixelLimit;

/**
 * The PNG header chunk.
 *
 * @param width in pixels
 * @param height in pixels
 * @param depth bits per sample: 1, 2, 4, 8 or 16
 * @param colour 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA
 * @param interlaced Adam7
 */
record PngHeader(int width, int height, int depth, int colour, boolean interlaced) {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGBA = 6;

    static PngHeader parse(byte[] body, String name) {
        if (body.length < 13) {
            throw new ImageException(name, "the PNG header chunk is too short");
        }
        ByteReader in = new ByteReader(body, name, true, 0);
        long width = in.u32();
        long height = in.u32();
        PixelLimit.check(width, height, name);
        int depth = in.u8();
        int colour = in.u8();
        int compression = in.u8();
        int filter = in.u8();
        int interlace = in.u8();
        if (!valid(depth, colour) || compression != 0 || filter != 0 || interlace > 1) {
            throw new ImageException(
                    name,
                    "the PNG has an unknown layout (depth " + depth + ", colour " + colour + ", compression "
                            + compression + ", filter " + filter + ", interlace " + interlace + ")");
        }
        return new PngHeader((int) width, (int) height, depth, colour, interlace == 1);
    }

    private static boolean valid(int depth, int colour) {
        return switch (colour) {
            case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case RGB, GREY_ALPHA, RGBA -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    int channels() {
        return switch (colour) {
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            case RGBA -> 4;
            default -> 1;
        };
    }

    /** Bytes of a row of pixels. */
    int rowBytes(int columns) {
        return Math.toIntExact(((long) columns * channels() * depth + 7) / 8);
    }

    /** Distance in bytes to the neighbour that row filters use. */
    int filterStep() {
        return Math.max(1, channels() * depth / 8);
    }
}
