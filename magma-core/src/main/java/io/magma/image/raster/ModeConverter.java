package io.magma.image.raster;

/** Colour mode conversions with the integer arithmetic of Pillow's {@code Convert.c}. */
public final class ModeConverter {
    private ModeConverter() {}

    /** Rounded {@code a * b / 255}, Pillow's {@code MULDIV255}. */
    public static int multiplyDivide255(int a, int b) {
        int t = a * b + 128;
        return ((t >> 8) + t) >> 8;
    }

    static byte[] toRgb(RasterImage image) {
        byte[] in = image.samples();
        return switch (image.mode()) {
            case RGB -> in;
            case BILEVEL, GREY -> spreadGrey(in, 1);
            case GREY_ALPHA -> spreadGrey(in, 2);
            case RGBA -> dropAlpha(in);
            case PALETTE -> lookUp(in, image.palette());
            case CMYK -> cmykToRgb(in);
            case INTEGER -> spreadGrey(clip(image.integers()), 1);
        };
    }

    static byte[] toRgba(RasterImage image) {
        byte[] rgb = toRgb(image);
        int pixels = image.width() * image.height();
        byte[] out = new byte[4 * pixels];
        byte[] in = image.samples();
        int key = image.colourKey();
        for (int i = 0; i < pixels; i++) {
            out[4 * i] = rgb[3 * i];
            out[4 * i + 1] = rgb[3 * i + 1];
            out[4 * i + 2] = rgb[3 * i + 2];
            out[4 * i + 3] = switch (image.mode()) {
                case RGBA -> in[4 * i + 3];
                case GREY_ALPHA -> in[2 * i + 1];
                case PALETTE -> image.palette().alpha(in[i] & 255);
                case BILEVEL, GREY -> opacity((in[i] & 255) == key);
                case INTEGER -> opacity(image.integers()[i] == key);
                case RGB ->
                    opacity(((in[3 * i] & 255) << 16 | (in[3 * i + 1] & 255) << 8 | (in[3 * i + 2] & 255)) == key);
                case CMYK -> (byte) 255;
            };
        }
        return out;
    }

    private static byte opacity(boolean transparent) {
        return (byte) (transparent ? 0 : 255);
    }

    private static byte[] spreadGrey(byte[] in, int step) {
        byte[] out = new byte[in.length / step * 3];
        for (int i = 0, o = 0; i < in.length; i += step, o += 3) {
            out[o] = in[i];
            out[o + 1] = in[i];
            out[o + 2] = in[i];
        }
        return out;
    }

    private static byte[] dropAlpha(byte[] in) {
        byte[] out = new byte[in.length / 4 * 3];
        for (int i = 0, o = 0; i < in.length; i += 4, o += 3) {
            out[o] = in[i];
            out[o + 1] = in[i + 1];
            out[o + 2] = in[i + 2];
        }
        return out;
    }

    private static byte[] lookUp(byte[] in, Palette palette) {
        byte[] out = new byte[in.length * 3];
        for (int i = 0; i < in.length; i++) {
            palette.putRgb(in[i] & 255, out, 3 * i);
        }
        return out;
    }

    private static byte[] cmykToRgb(byte[] in) {
        byte[] out = new byte[in.length / 4 * 3];
        for (int i = 0, o = 0; i < in.length; i += 4, o += 3) {
            int light = 255 - (in[i + 3] & 255);
            for (int c = 0; c < 3; c++) {
                out[o + c] = (byte) Math.max(0, light - multiplyDivide255(in[i + c] & 255, light));
            }
        }
        return out;
    }

    private static byte[] clip(int[] in) {
        byte[] out = new byte[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = (byte) Math.min(255, Math.max(0, in[i]));
        }
        return out;
    }

    /** RGBA to RGBa or LA to La; the opacity is the last channel. */
    public static byte[] premultiply(byte[] in, int channels) {
        byte[] out = new byte[in.length];
        for (int i = 0; i < in.length; i += channels) {
            int alpha = in[i + channels - 1] & 255;
            for (int c = 0; c < channels - 1; c++) {
                out[i + c] = (byte) multiplyDivide255(in[i + c] & 255, alpha);
            }
            out[i + channels - 1] = (byte) alpha;
        }
        return out;
    }

    /** The inverse of {@link #premultiply} in place, truncating as Pillow does; fully transparent pixels stay as they are. */
    public static void unpremultiply(byte[] data, int channels) {
        for (int i = 0; i < data.length; i += channels) {
            int alpha = data[i + channels - 1] & 255;
            if (alpha != 0 && alpha != 255) {
                for (int c = 0; c < channels - 1; c++) {
                    data[i + c] = (byte) Math.min(255, 255 * (data[i + c] & 255) / alpha);
                }
            }
        }
    }
}
