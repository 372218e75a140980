package io.magma.image.bmp;

import io.magma.image.decode.ByteReader;
import io.magma.image.decode.DecodedImage;
import io.magma.image.raster.Palette;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;
import java.util.Arrays;
import java.util.Optional;

/** Decodes Windows and OS/2 bitmaps into the modes Pillow opens them in. */
public final class BmpDecoder {
    private final BmpHeader header;
    private final ByteReader in;
    private final String name;

    private BmpDecoder(byte[] data, String name) {
        this.name = name;
        header = BmpHeader.parse(data, name);
        in = new ByteReader(data, name, false, 0);
        in.seek(header.offset());
    }

    /**
     * Decodes a picture.
     *
     * @param name names the picture in errors
     * @throws io.magma.image.raster.ImageException if it is unreadable or too large
     */
    public static DecodedImage decode(byte[] data, String name) {
        return new DecodedImage(new BmpDecoder(data, name).run(), Optional.empty());
    }

    private RasterImage run() {
        boolean runLengths = header.compression() == BmpHeader.RLE8 || header.compression() == BmpHeader.RLE4;
        if (!runLengths && header.compression() != BmpHeader.RAW && header.compression() != BmpHeader.BIT_MASKS) {
            throw in.broken("the BMP has an unsupported compression " + header.compression());
        }
        return switch (header.bits()) {
            case 1, 4, 8 -> paletted(runLengths ? rowsUpright(BmpRunLengths.decode(in, header)) : indices());
            case 16, 24, 32 -> colour(BmpPixelLayout.of(header, name));
            default -> throw in.broken("the BMP has an unsupported depth of " + header.bits() + " bits");
        };
    }

    private RasterImage paletted(byte[] indices) {
        byte[] palette = header.palette();
        int width = header.width();
        int height = header.height();
        if (header.bits() == 1 && Arrays.equals(palette, new byte[] {0, 0, 0, -1, -1, -1})) {
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (byte) -indices[i];
            }
            return RasterImage.of(Mode.BILEVEL, width, height, indices);
        }
        if (header.bits() == 8 && isGreyRamp(palette)) {
            return RasterImage.of(Mode.GREY, width, height, indices);
        }
        return RasterImage.indexed(width, height, indices, Palette.of(palette, new byte[0]));
    }

    private static boolean isGreyRamp(byte[] palette) {
        for (int i = 0; i < palette.length; i++) {
            if ((palette[i] & 255) != i / 3) {
                return false;
            }
        }
        return true;
    }

    private byte[] indices() {
        int width = header.width();
        int bits = header.bits();
        byte[] out = new byte[width * header.height()];
        int mask = (1 << bits) - 1;
        for (int y = 0; y < header.height(); y++) {
            byte[] row = row(y);
            int o = upright(y) * width;
            for (int x = 0; x < width; x++) {
                int bit = x * bits;
                out[o + x] = (byte) (row[bit >> 3] >> (8 - bits - (bit & 7)) & mask);
            }
        }
        return out;
    }

    private RasterImage colour(BmpPixelLayout layout) {
        int width = header.width();
        Mode mode = layout.hasAlpha() ? Mode.RGBA : Mode.RGB;
        byte[] out = new byte[Math.multiplyExact(width * header.height(), mode.channels())];
        int pixelBytes = header.bits() / 8;
        for (int y = 0; y < header.height(); y++) {
            byte[] row = row(y);
            int o = upright(y) * width * mode.channels();
            for (int x = 0; x < width; x++, o += mode.channels()) {
                layout.unpack(row, x * pixelBytes, out, o);
            }
        }
        return RasterImage.of(mode, width, header.height(), out);
    }

    private byte[] row(int y) {
        if (y == header.height() - 1 && in.remaining() < header.stride()) {
            // The padding of the last row may be missing.
            byte[] last = in.bytes(Math.min(in.remaining(), (int) header.stride()));
            if (last.length < ((long) header.width() * header.bits() + 7) / 8) {
                throw in.truncated();
            }
            return last;
        }
        return in.bytes(Math.toIntExact(header.stride()));
    }

    private int upright(int y) {
        return header.topDown() ? y : header.height() - 1 - y;
    }

    private byte[] rowsUpright(byte[] stored) {
        byte[] out = new byte[stored.length];
        int width = header.width();
        for (int y = 0; y < header.height(); y++) {
            System.arraycopy(stored, y * width, out, upright(y) * width, width);
        }
        return out;
    }
}
