package io.magma.inference;

import io.magma.image.raster.ImageException;
import io.magma.multimodal.ImageInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * A picture of a request.
 *
 * @param key equal for pictures that the model cannot tell apart: a hash of what they hold
 * @param reader gives the normalised pixels, 3 * R * R floats
 */
record PictureContent(String key, Supplier<float[]> reader) {
    /**
     * Reads a picture; its file is decoded when the pixels are asked for.
     *
     * @throws ImageException if its file cannot be read
     */
    static PictureContent of(PromptImage picture, ImageInput input) {
        if (picture instanceof PromptImage.InFile in) {
            return encoded(bytes(in.file()), in.file().toString(), input);
        }
        if (picture instanceof PromptImage.Encoded in) {
            return encoded(in.bytes(), "picture of " + in.bytes().length + " bytes", input);
        }
        if (picture instanceof PromptImage.Decoded in) {
            return ofPixels(input.pixels(in.image()));
        }
        int resolution = input.preprocessor().resolution();
        return ofPixels(new float[3 * resolution * resolution]);
    }

    /** A picture that has been normalised already. */
    static PictureContent ofPixels(float[] pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(pixels.length, Float.BYTES));
        bytes.asFloatBuffer().put(pixels);
        return new PictureContent("pixels " + hash(bytes.array()), () -> pixels);
    }

    /**
     * The normalised pixels, 3 * R * R floats.
     *
     * @throws ImageException if it is no picture
     */
    float[] pixels() {
        return reader.get();
    }

    private static PictureContent encoded(byte[] bytes, String name, ImageInput input) {
        return new PictureContent("file " + hash(bytes), () -> input.pixels(input.decode(bytes, name)));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ImageException(file.toString(), "no such file", e);
        } catch (IOException e) {
            throw new ImageException(file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
