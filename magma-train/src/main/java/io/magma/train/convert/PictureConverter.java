package io.magma.train.convert;

import io.magma.image.Downscaler;
import io.magma.image.ImageDecoder;
import io.magma.image.ImageFileWriter;
import io.magma.image.ImageFormat;
import io.magma.image.raster.RasterImage;
import io.magma.train.data.FileBytes;
import java.util.OptionalInt;

/**
 * Checks that pictures can be decoded, and encodes those anew that are too large or in a format that few readers take.
 *
 * <p>Other pictures keep their bytes. What is encoded anew is turned upright as its EXIF orientation says, since that is not
 * written; JPEG stays JPEG, opaque WebP becomes JPEG, everything else PNG.
 *
 * @param maxSide longest side in pixels; empty means any
 * @param quality of JPEG, 1 to 100
 */
record PictureConverter(OptionalInt maxSide, int quality) {

    /**
     * Converts one picture.
     *
     * @throws io.magma.train.data.CorruptSampleException if it cannot be read
     * @throws io.magma.image.raster.ImageException if it cannot be decoded
     */
    ConvertedPicture convert(FileBytes image) {
        byte[] bytes = image.read();
        RasterImage decoded = ImageDecoder.decode(bytes, image.name(), true);
        ImageFormat format = ImageFormat.of(bytes).orElseThrow();
        RasterImage fitting = maxSide.isPresent() ? Downscaler.fit(decoded, maxSide.getAsInt()) : decoded;
        boolean rare = format == ImageFormat.GIF || format == ImageFormat.BMP;
        if (fitting == decoded && !rare) {
            return new ConvertedPicture(bytes, format, decoded.width(), decoded.height(), false);
        }
        boolean lossy = format == ImageFormat.JPEG || (format == ImageFormat.WEBP && !fitting.mayBeTransparent());
        return new ConvertedPicture(
                lossy ? ImageFileWriter.jpeg(fitting, quality) : ImageFileWriter.png(fitting),
                lossy ? ImageFormat.JPEG : ImageFormat.PNG,
                decoded.width(),
                decoded.height(),
                true);
    }
}
