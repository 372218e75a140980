package io.magma.train.convert;

import io.magma.image.ImageFormat;

/**
 * A picture as it is written.
 *
 * @param bytes the file
 * @param format of the file
 * @param width before shrinking, in pixels
 * @param height before shrinking, in pixels
 * @param encodedAnew whether the bytes are not those of the data set
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record ConvertedPicture(byte[] bytes, ImageFormat format, int width, int height, boolean encodedAnew) {}
