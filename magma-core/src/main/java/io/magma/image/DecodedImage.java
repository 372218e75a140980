package io.magma.image;

import java.util.Optional;

/**
 * What a decoder found in a file.
 *
 * @param image the pixels as stored
 * @param exif the TIFF block of EXIF data, starting with its byte order mark
 */
record DecodedImage(RasterImage image, Optional<byte[]> exif) {}
