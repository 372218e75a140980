package io.magma.image.png;

import io.magma.image.raster.RasterImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Encodes pictures as PNG through Java 2D. */
public final class PngEncoder {
    private PngEncoder() {}

    /**
     * Encodes as RGBA where the picture may be transparent, and as RGB elsewhere.
     *
     * @return the file's bytes
     */
    public static byte[] encode(RasterImage image) {
        boolean alpha = image.mayBeTransparent();
        byte[] samples = alpha ? image.toRgba().samples() : image.toRgb().data();
        int channels = alpha ? 4 : 3;
        int[] argb = new int[image.width() * image.height()];
        for (int i = 0; i < argb.length; i++) {
            int at = i * channels;
            int opacity = alpha ? samples[at + 3] & 255 : 255;
            argb[i] =
                    opacity << 24 | (samples[at] & 255) << 16 | (samples[at + 1] & 255) << 8 | (samples[at + 2] & 255);
        }
        BufferedImage out = new BufferedImage(
                image.width(), image.height(), alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        out.setRGB(0, 0, image.width(), image.height(), argb, 0, image.width());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(out, "png", bytes)) {
                throw new IllegalStateException("this Java runtime has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
