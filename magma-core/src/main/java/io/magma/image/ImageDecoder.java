package io.magma.image;

import io.magma.image.bmp.BmpDecoder;
import io.magma.image.decode.DecodedImage;
import io.magma.image.decode.Orientation;
import io.magma.image.gif.GifDecoder;
import io.magma.image.jpeg.JpegDecoder;
import io.magma.image.png.PngDecoder;
import io.magma.image.raster.BufferedImages;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import io.magma.image.webp.WebpDecoder;
import java.awt.image.BufferedImage;

/**
 * Decodes PNG, JPEG, GIF, BMP and WebP pictures from memory, as PIL opens them.
 *
 * <p>The format is told by the content, not by the name.
 */
public final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * Decodes a picture as it is stored.
     *
     * @param data the file's bytes
     * @param name names the picture in errors
     * @return the picture in the mode PIL would open it in
     * @throws ImageException if the picture is unreadable, truncated, of an unknown format or larger than 178,956,970 pixels
     */
    public static RasterImage decode(byte[] data, String name) {
        return decode(data, name, false);
    }

    /**
     * Decodes a picture.
     *
     * @param data the file's bytes
     * @param name names the picture in errors
     * @param exifOrientation turn the picture as its EXIF orientation says (PIL's {@code ImageOps.exif_transpose})
     * @return the picture in the mode PIL would open it in
     * @throws ImageException if the picture is unreadable, truncated, of an unknown format or larger than 178,956,970 pixels
     */
    public static RasterImage decode(byte[] data, String name, boolean exifOrientation) {
        DecodedImage decoded = read(data, name);
        return exifOrientation
                ? decoded.exif()
                        .map(Orientation::of)
                        .orElse(Orientation.UPRIGHT)
                        .apply(decoded.image())
                : decoded.image();
    }

    /**
     * Takes over a picture from Java 2D.
     *
     * @param image any type; raw samples are kept for grey, palette, 8-bit RGB and non-premultiplied RGBA, others go through
     *     Java 2D's conversion to sRGB
     * @return a copy
     */
    public static RasterImage of(BufferedImage image) {
        return BufferedImages.convert(image);
    }

    private static DecodedImage read(byte[] data, String name) {
        if (data.length == 0) {
            throw new ImageException(name, "the file is empty");
        }
        if (startsWith(data, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return PngDecoder.decode(data, name);
        }
        if (startsWith(data, 0xFF, 0xD8, 0xFF)) {
            return JpegDecoder.decode(data, name);
        }
        if (startsWith(data, 'G', 'I', 'F', '8', '7', 'a') || startsWith(data, 'G', 'I', 'F', '8', '9', 'a')) {
            return GifDecoder.decode(data, name);
        }
        if (startsWith(data, 'B', 'M')) {
            return BmpDecoder.decode(data, name);
        }
        if (startsWith(data, 'R', 'I', 'F', 'F') && data.length >= 12 && data[8] == 'W' && data[11] == 'P') {
            return WebpDecoder.decode(data, name);
        }
        throw new ImageException(name, "not a picture in a known format (PNG, JPEG, GIF, BMP, WebP)");
    }

    private static boolean startsWith(byte[] data, int... prefix) {
        if (data.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((data[i] & 255) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
