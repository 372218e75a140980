package io.magma.inference;

import io.magma.image.ImageDecoder;
import io.magma.image.raster.RasterImage;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** A picture of a prompt, from wherever it comes. */
public sealed interface PromptImage extends Prompt.Segment {
    /** A picture file, read when it is used. */
    static PromptImage of(Path file) {
        return new InFile(file);
    }

    /** A picture in Java 2D, copied now. */
    static PromptImage of(BufferedImage image) {
        return new Decoded(ImageDecoder.of(image));
    }

    /** The bytes of a picture file: PNG, JPEG, GIF, BMP or WebP. */
    static PromptImage of(byte[] encoded) {
        return new Encoded(encoded.clone());
    }

    /** A picture of which nothing is seen: its normalised pixels are all zero, as in the reference implementation's blind runs. */
    static PromptImage blank() {
        return new Blank();
    }

    /**
     * A file.
     *
     * @param file read when the picture is used
     */
    record InFile(Path file) implements PromptImage {}

    /**
     * A file's bytes.
     *
     * @param bytes not changed afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Encoded(byte[] bytes) implements PromptImage {}

    /**
     * Pixels.
     *
     * @param image decoded already, so an EXIF orientation is not looked for
     */
    record Decoded(RasterImage image) implements PromptImage {}

    /** Nothing: all normalised pixels are zero. */
    record Blank() implements PromptImage {}
}
