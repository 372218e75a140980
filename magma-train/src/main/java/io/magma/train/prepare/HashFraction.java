package io.magma.train.prepare;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A number in [0, 1) that depends on a text alone: the first 32 bits of its SHA-256.
 *
 * <p>Splits drawn with it stay the same when entries are added, reordered or read on another machine.
 */
final class HashFraction {

    private HashFraction() {}

    /** Returns the fraction of the UTF-8 bytes of {@code text}. */
    static double of(String text) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        long first = 0;
        for (int i = 0; i < 4; i++) {
            first = first << 8 | (digest[i] & 0xff);
        }
        return first / (double) (1L << 32);
    }
}
