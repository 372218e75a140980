package io.magma.image;

/** Reads numbers from the bytes of a picture file; reading past the end says that the picture is truncated. */
final class ByteReader {
    private final byte[] data;
    private final String name;
    private final boolean bigEndian;
    private int position;

    ByteReader(byte[] data, String name, boolean bigEndian, int position) {
        this.data = data;
        this.name = name;
        this.bigEndian = bigEndian;
        this.position = position;
    }

    int position() {
        return position;
    }

    int remaining() {
        return data.length - position;
    }

    /** Goes to an offset that may lie at the end but not past it. */
    void seek(long offset) {
        if (offset < 0 || offset > data.length) {
            throw truncated();
        }
        position = (int) offset;
    }

    void skip(long count) {
        seek(position + count);
    }

    int u8() {
        if (position >= data.length) {
            throw truncated();
        }
        return data[position++] & 255;
    }

    int u16() {
        int a = u8();
        int b = u8();
        return bigEndian ? a << 8 | b : b << 8 | a;
    }

    int i32() {
        int a = u16();
        int b = u16();
        return bigEndian ? a << 16 | b : b << 16 | a;
    }

    long u32() {
        return i32() & 0xFFFFFFFFL;
    }

    byte[] bytes(int count) {
        if (count < 0 || count > remaining()) {
            throw truncated();
        }
        byte[] out = java.util.Arrays.copyOfRange(data, position, position + count);
        position += count;
        return out;
    }

    ImageException truncated() {
        return new ImageException(name, "the picture is truncated at byte " + data.length);
    }

    ImageException broken(String problem) {
        return new ImageException(name, problem);
    }
}
