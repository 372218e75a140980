package io.magma.image.webp;

import io.magma.image.raster.ImageException;

/**
 * The arithmetic decoder of VP8.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386#section-7">RFC 6386, section 7</a>
 */
final class Vp8BoolDecoder {
    /** Bytes that a decoder may read ahead of the last symbol. */
    private static final int READ_AHEAD = 2;

    private final byte[] data;
    private final int end;
    private final String name;
    private int position;
    private int value;
    private int bits = -8;
    private int range = 255;

    Vp8BoolDecoder(byte[] data, int start, int end, String name) {
        this.data = data;
        this.position = start;
        this.end = end;
        this.name = name;
    }

    /** Decodes one bit that is 0 with a probability of {@code probability / 256}. */
    boolean bit(int probability) {
        while (bits < 0) {
            value = value << 8 | next();
            bits += 8;
        }
        int split = 1 + (((range - 1) * probability) >> 8);
        boolean one = value >= split << bits;
        if (one) {
            value -= split << bits;
            range -= split;
        } else {
            range = split;
        }
        int shift = Integer.numberOfLeadingZeros(range) - 24;
        range <<= shift;
        bits -= shift;
        return one;
    }

    private int next() {
        if (position >= end) {
            if (position++ >= end + READ_AHEAD) {
                throw new ImageException(name, "the picture is truncated (its WebP data end too early)");
            }
            return 0;
        }
        return data[position++] & 255;
    }

    boolean flag() {
        return bit(128);
    }

    /** An unsigned number, most significant bit first. */
    int literal(int count) {
        int out = 0;
        for (int i = 0; i < count; i++) {
            out = out << 1 | (flag() ? 1 : 0);
        }
        return out;
    }

    /** Magnitude and sign if a flag announces them, else 0. */
    int optionalSigned(int count) {
        if (!flag()) {
            return 0;
        }
        int magnitude = literal(count);
        return flag() ? -magnitude : magnitude;
    }
}
