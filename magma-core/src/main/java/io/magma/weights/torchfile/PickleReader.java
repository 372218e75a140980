package io.magma.weights.torchfile;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The bytes of a pickle with the operands of its opcodes; lengths are believed only as far as there are bytes. */
final class PickleReader {
    private final ByteBuffer bytes;
    private final Function<String, RuntimeException> failure;

    /**
     * Reads from the start.
     *
     * @param failure makes the exception for a problem
     */
    PickleReader(byte[] pickle, Function<String, RuntimeException> failure) {
        this.bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.failure = failure;
    }

    /** An exception for a problem here. */
    RuntimeException problem(String reason) {
        return failure.apply("pickle byte " + bytes.position() + ": " + reason);
    }

    int unsignedByte() {
        return require(1).get() & 0xff;
    }

    int unsignedShort() {
        return require(2).getShort() & 0xffff;
    }

    int signedInt() {
        return require(4).getInt();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(require(8).getLong()));
    }

    /** A length of four unsigned bytes. */
    long length4() {
        return require(4).getInt() & 0xffffffffL;
    }

    /** A length of eight bytes. */
    long length8() {
        return require(8).getLong();
    }

    byte[] bytes(long length) {
        byte[] value = new byte[(int) checked(length)];
        bytes.get(value);
        return value;
    }

    void skip(long length) {
        bytes.position(bytes.position() + (int) checked(length));
    }

    String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    String text(long length, Charset charset) {
        return new String(bytes(length), charset);
    }

    /** Text up to the next line feed, which is passed over. */
    String line() {
        int start = bytes.position();
        int end = start;
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        String text = text(end - start);
        require(1).get();
        return text;
    }

    /** A two's-complement number of {@code length} bytes: a {@code Long}, or a {@code BigInteger} if it is longer than that. */
    Object integer(long length) {
        byte[] little = bytes(length);
        byte[] big = new byte[Math.max(1, little.length)];
        for (int i = 0; i < little.length; i++) {
            big[big.length - 1 - i] = little[i];
        }
        BigInteger value = new BigInteger(big);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private ByteBuffer require(int length) {
        checked(length);
        return bytes;
    }

    private long checked(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw problem(
                    "truncated: " + Long.toUnsignedString(length) + " bytes expected, " + bytes.remaining() + " left");
        }
        return length;
    }
}
