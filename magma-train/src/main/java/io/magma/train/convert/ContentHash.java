package io.magma.train.convert;

import io.magma.train.data.CorruptSampleException;
import io.magma.train.data.FileBytes;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a picture's bytes are, or why there are none.
 *
 * @param sha256 of the bytes, in hexadecimal; empty if there are none
 * @param problem {@code missing} or {@code unreadable}; empty if there are bytes
 * @param reason what went wrong; empty if nothing did
 */
record ContentHash(String sha256, String problem, String reason) {

    /** Reads a picture. */
    static ContentHash of(FileBytes image) {
        try {
            return new ContentHash(sha256(image.read()), "", "");
        } catch (CorruptSampleException e) {
            boolean missing = e.getCause() instanceof NoSuchFileException;
            return new ContentHash("", missing ? "missing" : "unreadable", String.valueOf(e.getMessage()));
        }
    }

    /** SHA-256 in hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    boolean isUsable() {
        return problem.isEmpty();
    }
}
