package io.magma.train.eval.report;

import io.magma.image.Background;
import io.magma.image.Downscaler;
import io.magma.image.ImageDecoder;
import io.magma.image.ImageFileWriter;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A picture small enough to be one of hundreds in a page, in its own proportions.
 *
 * @param uri a {@code data:} URI of a JPEG file; empty if there is no picture
 * @param problem why there is none; else empty
 */
record Thumbnail(String uri, String problem) {
    private static final int SIDE = 256;
    private static final int QUALITY = 82;

    /** Makes one; a picture that is not there any more, or that is damaged, is a problem to be shown. */
    static Thumbnail of(Path file) {
        try {
            RasterImage image =
                    Downscaler.fit(ImageDecoder.decode(Files.readAllBytes(file), file.toString(), true), SIDE);
            RasterImage opaque = image.mayBeTransparent() ? Background.WHITE.behind(image) : image;
            byte[] jpeg = ImageFileWriter.jpeg(opaque, QUALITY);
            return new Thumbnail("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg), "");
        } catch (NoSuchFileException e) {
            return new Thumbnail("", "The picture is not there any more");
        } catch (IOException | ImageException e) {
            return new Thumbnail("", "The picture cannot be read");
        }
    }
}
