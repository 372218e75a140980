package io.magma.train.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names pictures by what is in them. Safe for use by several threads. */
final class ImageKeys {

    // A file that changes during a run keeps its first key, as it keeps its first pixels in PixelReader.
    private final Map<FileBytes, String> ofFiles = new ConcurrentHashMap<>();

    /**
     * SHA-256 of a picture's encoded bytes, 64 hexadecimal digits.
     *
     * @throws CorruptSampleException if they cannot be read
     */
    String of(ImageBytes image) {
        return image instanceof FileBytes file ? ofFiles.computeIfAbsent(file, ImageKeys::hash) : hash(image);
    }

    private static String hash(ImageBytes image) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.read()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
