package io.magma.image.raster;

import io.magma.image.raster.RasterImage.Mode;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Copies Java 2D pictures without its colour conversions where the mode is known. */
public final class BufferedImages {
    private BufferedImages() {}

    /** A copy in the mode that keeps its samples, or else in sRGB with opacity if it has any. */
    public static RasterImage convert(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getColorModel() instanceof IndexColorModel colours && colours.getMapSize() <= Palette.SIZE) {
            return RasterImage.indexed(width, height, samples(image.getRaster()), palette(colours));
        }
        return switch (image.getType()) {
            case BufferedImage.TYPE_BYTE_GRAY -> RasterImage.of(Mode.GREY, width, height, samples(image.getRaster()));
            case BufferedImage.TYPE_USHORT_GRAY -> {
                int[] values = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
                yield RasterImage.integers(width, height, values, RasterImage.NO_COLOUR_KEY);
            }
            case BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_BGR, BufferedImage.TYPE_3BYTE_BGR ->
                RasterImage.of(Mode.RGB, width, height, samples(image.getRaster()));
            case BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR ->
                RasterImage.of(Mode.RGBA, width, height, samples(image.getRaster()));
            default -> converted(image);
        };
    }

    /** Samples in the order of the bands, which Java 2D gives as red, green, blue, alpha whatever the storage. */
    private static byte[] samples(Raster raster) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] out = new byte[Math.multiplyExact(width * raster.getHeight(), bands)];
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i++) {
                out[y * row.length + i] = (byte) row[i];
            }
        }
        return out;
    }

    private static Palette palette(IndexColorModel colours) {
        int size = colours.getMapSize();
        byte[] rgb = new byte[3 * size];
        byte[] alpha = new byte[size];
        for (int i = 0; i < size; i++) {
            rgb[3 * i] = (byte) colours.getRed(i);
            rgb[3 * i + 1] = (byte) colours.getGreen(i);
            rgb[3 * i + 2] = (byte) colours.getBlue(i);
            alpha[i] = (byte) colours.getAlpha(i);
        }
        return Palette.of(rgb, alpha);
    }

    private static RasterImage converted(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean alpha = image.getColorModel().hasAlpha();
        int channels = alpha ? 4 : 3;
        int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
        byte[] out = new byte[Math.multiplyExact(argb.length, channels)];
        for (int i = 0; i < argb.length; i++) {
            out[i * channels] = (byte) (argb[i] >> 16);
            out[i * channels + 1] = (byte) (argb[i] >> 8);
            out[i * channels + 2] = (byte) argb[i];
            if (alpha) {
                out[i * channels + 3] = (byte) (argb[i] >>> 24);
            }
        }
        return RasterImage.of(alpha ? Mode.RGBA : Mode.RGB, width, height, out);
    }
}
