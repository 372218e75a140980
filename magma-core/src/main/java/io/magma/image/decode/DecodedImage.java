package io.magma.image.decode;

import io.magma.image.raster.RasterImage;
import java.util.Optional;

/**
 * What a decoder found in a file.
 *
 * @param image the pixels as stored
 * @param exif the TIFF block of EXIF data, starting with its byte order mark
 */
public record DecodedImage(RasterImage image, Optional<byte[]> exif) {}
