package io.magma.inference;

import io.magma.image.ImageDecoder;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import io.magma.multimodal.ImageInput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
     * Decodes and normalises the picture as the model wants it.
     *
     * @return 3 * R * R floats, CHW
     * @throws ImageException if it is no picture, or its file cannot be read
     */
    float[] pixels(ImageInput input);

    /**
     * A file.
     *
     * @param file read when the picture is used
     */
    record InFile(Path file) implements PromptImage {
        @Override
        public float[] pixels(ImageInput input) {
            try {
                return input.pixels(input.decode(Files.readAllBytes(file), file.toString()));
            } catch (NoSuchFileException e) {
                throw new ImageException(file.toString(), "no such file", e);
            } catch (IOException e) {
                throw new ImageException(file.toString(), "cannot be read: " + e.getMessage(), e);
            }
        }
    }

    /**
     * A file's bytes.
     *
     * @param bytes not changed afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Encoded(byte[] bytes) implements PromptImage {
        @Override
        public float[] pixels(ImageInput input) {
            return input.pixels(input.decode(bytes, "picture of " + bytes.length + " bytes"));
        }
    }

    /**
     * Pixels.
     *
     * @param image decoded already, so an EXIF orientation is not looked for
     */
    record Decoded(RasterImage image) implements PromptImage {
        @Override
        public float[] pixels(ImageInput input) {
            return input.pixels(image);
        }
    }

    /** Nothing. */
    record Blank() implements PromptImage {
        @Override
        public float[] pixels(ImageInput input) {
            int resolution = input.preprocessor().resolution();
            return new float[3 * resolution * resolution];
        }
    }
}
