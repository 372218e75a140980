package io.magma.train.inspect;

import io.magma.image.Downscaler;
import io.magma.image.ImageDecoder;
import io.magma.image.ImageFileWriter;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;
import io.magma.image.raster.RgbImage;
import io.magma.train.data.ImageBytes;
import java.util.Base64;

/**
 * A whole picture made small enough for a page.
 *
 * @param uri the picture as a {@code data:} URI
 * @param width of the original in pixels, upright
 * @param height of the original in pixels, upright
 */
record Thumbnail(String uri, int width, int height) {
    private static final int SIDE = 240;
    private static final int QUALITY = 85;

    /**
     * Reads a picture.
     *
     * @throws io.magma.train.data.CorruptSampleException if it cannot be read
     * @throws io.magma.image.raster.ImageException if it cannot be decoded
     */
    static Thumbnail of(ImageBytes image) {
        RasterImage upright = ImageDecoder.decode(image.read(), image.name(), true);
        RasterImage small = Downscaler.fit(upright, SIDE);
        String uri = small.mayBeTransparent()
                ? uri("png", ImageFileWriter.png(small))
                : uri("jpeg", ImageFileWriter.jpeg(small, QUALITY));
        return new Thumbnail(uri, upright.width(), upright.height());
    }

    /** A picture as it stands, without loss. */
    static String exact(RgbImage image) {
        return uri("png", ImageFileWriter.png(RasterImage.of(Mode.RGB, image.width(), image.height(), image.data())));
    }

    private static String uri(String type, byte[] bytes) {
        return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
