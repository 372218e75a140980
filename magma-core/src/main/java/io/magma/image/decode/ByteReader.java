package io.magma.image.decode;

import io.magma.image.raster.ImageException;

/** Reads numbers from the bytes of a picture file; reading past the end says that the picture is truncated. */
public final class ByteReader {
    private final byte[] data;
    private final String name;
    private final boolean bigEndian;
    private int position;

    /**
     * Reads from {@code data}, which is not copied.
     *
     * @param name names the picture in errors
     * @param bigEndian whether numbers begin with their highest byte
     * @param position offset to begin at
     */
    public ByteReader(byte[] data, String name, boolean bigEndian, int position) {
        this.data = data;
        this.name = name;
        this.bigEndian = bigEndian;
        this.position = position;
    }

    /** Offset of the next byte. */
    public int position() {
        return position;
    }

    /** Bytes from there to the end. */
    public int remaining() {
        return data.length - position;
    }

    /** Goes to an offset that may lie at the end but not past it. */
    public void seek(long offset) {
        if (offset < 0 || offset > data.length) {
            throw truncated();
        }
        position = (int) offset;
    }

    /** Goes forward. */
    public void skip(long count) {
        seek(position + count);
    }

    /** The next byte, 0 to 255. */
    public int u8() {
        if (position >= data.length) {
            throw truncated();
        }
        return data[position++] & 255;
    }

    /** The next two bytes, 0 to 65535. */
    public int u16() {
        int a = u8();
        int b = u8();
        return bigEndian ? a << 8 | b : b << 8 | a;
    }

    /** The next four bytes, signed. */
    public int i32() {
        int a = u16();
        int b = u16();
        return bigEndian ? a << 16 | b : b << 16 | a;
    }

    /** The next four bytes, not negative. */
    public long u32() {
        return i32() & 0xFFFFFFFFL;
    }

    /** A copy of the next {@code count} bytes. */
    public byte[] bytes(int count) {
        if (count < 0 || count > remaining()) {
            throw truncated();
        }
        byte[] out = java.util.Arrays.copyOfRange(data, position, position + count);
        position += count;
        return out;
    }

    /** What to throw when the picture ends too early. */
    public ImageException truncated() {
        return new ImageException(name, "the picture is truncated at byte " + data.length);
    }

    /** What to throw when the picture has this problem. */
    public ImageException broken(String problem) {
        return new ImageException(name, problem);
    }
}
