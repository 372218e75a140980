package io.magma.image.png;

import io.magma.image.raster.ImageException;
import io.magma.image.raster.Palette;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;

/** Turns raw PNG samples into the mode that Pillow opens them in. */
final class PngModes {
    private PngModes() {}

    static RasterImage image(PngHeader header, byte[] samples, byte[] colours, byte[] transparency, String name) {
        int width = header.width();
        int height = header.height();
        int key = colourKey(header, transparency);
        switch (header.colour()) {
            case PngHeader.PALETTE -> {
                if (colours.length < 3) {
                    throw new ImageException(name, "the PNG has no palette");
                }
                return RasterImage.indexed(width, height, samples, Palette.of(colours, transparency));
            }
            case PngHeader.GREY -> {
                if (header.depth() == 16) {
                    return RasterImage.integers(width, height, words(samples), key);
                }
                Mode mode = header.depth() == 1 ? Mode.BILEVEL : Mode.GREY;
                return RasterImage.of(mode, width, height, scale(samples, header.depth()), key);
            }
            case PngHeader.RGB -> {
                return RasterImage.of(Mode.RGB, width, height, eightBits(samples, header), key);
            }
            case PngHeader.GREY_ALPHA -> {
                if (header.depth() == 16) {
                    // Pillow has no mode for it and opens it as colour.
                    return RasterImage.of(Mode.RGBA, width, height, spread(eightBits(samples, header)));
                }
                return RasterImage.of(Mode.GREY_ALPHA, width, height, eightBits(samples, header));
            }
            default -> {
                return RasterImage.of(Mode.RGBA, width, height, eightBits(samples, header));
            }
        }
    }

    private static int colourKey(PngHeader header, byte[] transparency) {
        if (header.colour() == PngHeader.GREY && transparency.length >= 2) {
            int value = word(transparency, 0);
            return header.depth() == 16 ? value : value * 255 / ((1 << header.depth()) - 1);
        }
        if (header.colour() == PngHeader.RGB && transparency.length >= 6) {
            int shift = header.depth() == 16 ? 8 : 0;
            return (word(transparency, 0) >> shift & 255) << 16
                    | (word(transparency, 2) >> shift & 255) << 8
                    | (word(transparency, 4) >> shift & 255);
        }
        return RasterImage.NO_COLOUR_KEY;
    }

    private static int word(byte[] data, int offset) {
        return (data[offset] & 255) << 8 | (data[offset + 1] & 255);
    }

    private static int[] words(byte[] samples) {
        int[] out = new int[samples.length / 2];
        for (int i = 0; i < out.length; i++) {
            out[i] = word(samples, 2 * i);
        }
        return out;
    }

    private static byte[] scale(byte[] samples, int depth) {
        int factor = 255 / ((1 << depth) - 1);
        for (int i = 0; i < samples.length && factor > 1; i++) {
            samples[i] = (byte) (samples[i] * factor);
        }
        return samples;
    }

    private static byte[] spread(byte[] greyAlpha) {
        byte[] out = new byte[2 * greyAlpha.length];
        for (int i = 0; i < out.length; i += 4) {
            byte grey = greyAlpha[i / 2];
            out[i] = grey;
            out[i + 1] = grey;
            out[i + 2] = grey;
            out[i + 3] = greyAlpha[i / 2 + 1];
        }
        return out;
    }

    private static byte[] eightBits(byte[] samples, PngHeader header) {
        if (header.depth() == 8) {
            return samples;
        }
        byte[] high = new byte[samples.length / 2];
        for (int i = 0; i < high.length; i++) {
            high[i] = samples[2 * i];
        }
        return high;
    }
}
