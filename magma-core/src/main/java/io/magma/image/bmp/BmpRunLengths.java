package io.magma.image.bmp;

import io.magma.image.decode.ByteReader;

/** RLE4 and RLE8 of BMP, as Pillow's {@code BmpRleDecoder} reads them. */
final class BmpRunLengths {
    private static final int END_OF_LINE = 0;
    private static final int END_OF_BITMAP = 1;
    private static final int DELTA = 2;

    private final ByteReader in;
    private final int width;
    private final boolean nibbles;
    private final byte[] out;
    private int at;

    private BmpRunLengths(ByteReader in, BmpHeader header) {
        this.in = in;
        width = header.width();
        nibbles = header.compression() == BmpHeader.RLE4;
        out = new byte[width * header.height()];
    }

    /** Indices in stored order; what the runs leave out is 0. */
    static byte[] decode(ByteReader in, BmpHeader header) {
        return new BmpRunLengths(in, header).run();
    }

    private byte[] run() {
        while (at < out.length) {
            int count = in.u8();
            int value = in.u8();
            if (count > 0) {
                encoded(Math.min(count, width - at % width), value);
            } else if (value == END_OF_LINE) {
                at += (width - at % width) % width;
            } else if (value == END_OF_BITMAP) {
                return out;
            } else if (value == DELTA) {
                int right = in.u8();
                at = (int) Math.min(out.length, at + right + (long) in.u8() * width);
            } else {
                literal(value);
            }
        }
        return out;
    }

    private void encoded(int count, int value) {
        for (int i = 0; i < count; i++) {
            put(nibbles ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
        }
    }

    private void literal(int count) {
        int bytes = nibbles ? (count + 1) / 2 : count;
        for (int i = 0; i < bytes; i++) {
            int b = in.u8();
            if (nibbles) {
                put(b >> 4);
                if (2 * i + 1 < count) {
                    put(b & 15);
                }
            } else {
                put(b);
            }
        }
        if (in.position() % 2 != 0 && in.remaining() > 0) {
            in.skip(1);
        }
    }

    private void put(int value) {
        if (at < out.length) {
            out[at++] = (byte) value;
        }
    }
}
