package io.magma.image.bmp;

import io.magma.image.decode.ByteReader;
import io.magma.image.raster.Palette;
import io.magma.image.raster.PixelLimit;

/**
 * The headers and colour table of a BMP.
 *
 * @param width in pixels
 * @param height in pixels
 * @param topDown first row first
 * @param bits per pixel: 1, 4, 8, 16, 24 or 32
 * @param compression 0 none, 1 RLE8, 2 RLE4, 3 bit masks
 * @param masks of red, green, blue and alpha; zeros without bit masks
 * @param palette red, green and blue of each colour, empty above 8 bits
 * @param offset where the pixels start
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BmpHeader(
        int width, int height, boolean topDown, int bits, int compression, long[] masks, byte[] palette, long offset) {
    static final int RAW = 0;
    static final int RLE8 = 1;
    static final int RLE4 = 2;
    static final int BIT_MASKS = 3;

    private static final int OLD_SIZE = 12;
    private static final int PLAIN_SIZE = 40;

    static BmpHeader parse(byte[] data, String name) {
        ByteReader in = new ByteReader(data, name, false, 10);
        long offset = in.u32();
        int start = in.position();
        long size = in.u32();
        if (size != OLD_SIZE && size != PLAIN_SIZE && size != 64 && size != 108 && size != 124) {
            throw in.broken("the BMP has an unknown header of " + size + " bytes");
        }
        boolean old = size == OLD_SIZE;
        long width = old ? in.u16() : in.u32();
        long signedHeight = old ? in.u16() : in.i32();
        PixelLimit.check(width, Math.abs(signedHeight), name);
        in.skip(2);
        int bits = in.u16();
        int compression = old ? RAW : in.i32();
        long colours = 0;
        if (!old) {
            in.skip(12);
            colours = in.u32();
        }
        in.seek(start + (size > PLAIN_SIZE ? PLAIN_SIZE : size));
        long[] masks = new long[4];
        if (compression == BIT_MASKS) {
            for (int i = 0; i < (size > PLAIN_SIZE ? 4 : 3); i++) {
                masks[i] = in.u32();
            }
        }
        if (size > PLAIN_SIZE) {
            in.seek(start + size);
        }
        byte[] palette = {};
        if (bits <= 8) {
            long declared = colours == 0 ? 1L << bits : colours;
            if (declared > 65536) {
                throw in.broken("the BMP has an impossible number of colours " + declared);
            }
            if (offset == start + size) {
                offset += 4 * declared;
            }
            palette = palette(in, (int) Math.min(declared, Palette.SIZE), old ? 3 : 4);
        }
        long pixels = offset == 0 ? in.position() : offset;
        return new BmpHeader(
                (int) width, (int) Math.abs(signedHeight), signedHeight < 0, bits, compression, masks, palette, pixels);
    }

    private static byte[] palette(ByteReader in, int colours, int entryBytes) {
        byte[] rgb = new byte[3 * colours];
        for (int i = 0; i < colours; i++) {
            byte[] entry = in.bytes(entryBytes);
            rgb[3 * i] = entry[2];
            rgb[3 * i + 1] = entry[1];
            rgb[3 * i + 2] = entry[0];
        }
        return rgb;
    }

    /** Bytes of a stored row, padded to 4. */
    long stride() {
        return ((long) width * bits + 31) / 32 * 4;
    }
}
