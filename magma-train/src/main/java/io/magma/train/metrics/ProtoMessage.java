package io.magma.train.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message in protocol buffers' wire format, of the few kinds of fields that TensorBoard's events have.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** An {@code int64} or enumeration. */
    ProtoMessage integer(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    /** A {@code float}. */
    ProtoMessage float32(int field, float value) {
        tag(field, FIXED32);
        bytes.writeBytes(ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    /** A {@code double}. */
    ProtoMessage float64(int field, double value) {
        tag(field, FIXED64);
        bytes.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
        return this;
    }

    /** A {@code string}. */
    ProtoMessage text(int field, String value) {
        return data(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code bytes}. */
    ProtoMessage data(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** A message in this one; given again, a further element of a repeated field. */
    ProtoMessage message(int field, ProtoMessage value) {
        return data(field, value.bytes());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
