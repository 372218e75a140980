package io.magma.train.eval;

import io.magma.image.Background;
import io.magma.image.ClipPreprocessor;
import io.magma.image.ImageDecoder;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RgbImage;
import io.magma.train.data.ImageBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A picture small enough to be shown in a page: its own bytes if it is a small PNG, else a PNG of its central square, over white.
 *
 * @param png the file
 */
@SuppressWarnings("ArrayRecordComponent") // written, never compared
public record PicturePreview(byte[] png) {
    private static final int MOST_BYTES = 64 << 10;
    private static final int SIDE = 192;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /**
     * Makes the preview of a picture.
     *
     * @throws io.magma.train.data.CorruptSampleException if it cannot be read
     * @throws io.magma.image.raster.ImageException if it cannot be decoded
     */
    public static PicturePreview of(ImageBytes image) {
        byte[] bytes = image.read();
        if (bytes.length <= MOST_BYTES && isPng(bytes)) {
            return new PicturePreview(bytes);
        }
        RasterImage decoded = ImageDecoder.decode(bytes, image.name(), true);
        int side = Math.min(SIDE, Math.min(decoded.width(), decoded.height()));
        return new PicturePreview(encode(
                ClipPreprocessor.clip(side, Optional.of(Background.WHITE)).resizeAndCrop(decoded)));
    }

    private static boolean isPng(byte[] bytes) {
        return bytes.length > SIGNATURE.length
                && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    private static byte[] encode(RgbImage image) {
        BufferedImage rgb = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] data = image.data();
        for (int i = 0; i < image.width() * image.height(); i++) {
            int value = ((data[3 * i] & 255) << 16) | ((data[3 * i + 1] & 255) << 8) | (data[3 * i + 2] & 255);
            rgb.setRGB(i % image.width(), i / image.width(), value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(rgb, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The picture as a {@code data:} URI. */
    public String uri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
