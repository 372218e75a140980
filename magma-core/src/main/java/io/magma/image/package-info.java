/**
 * Pictures from bytes to CLIP input, equal to what Pillow gives: {@link io.magma.image.ImageDecoder} tells the format and
 * decodes, {@link io.magma.image.ClipPreprocessor} resizes, crops and normalises, {@link io.magma.image.Augmentation} changes
 * at random.
 *
 * <p>Below lie {@code raster} (pictures in memory), {@code decode} (what decoders share), a package a format, and {@code
 * resize}; decoders know nothing of what becomes of a picture.
 */
package io.magma.image;
