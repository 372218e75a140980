package io.magma.image.bmp;

import io.magma.image.raster.ImageException;
import java.util.Map;

/** How the bytes of a 16, 24 or 32-bit BMP pixel hold its channels; the layouts are those that Pillow knows. */
final class BmpPixelLayout {
    private static final Map<String, BmpPixelLayout> MASKED = Map.of(
            "32:ff0000,ff00,ff,0", new BmpPixelLayout(2, 1, 0),
            "32:ff000000,ff0000,ff00,0", new BmpPixelLayout(3, 2, 1),
            "32:ff000000,ff0000,ff00,ff", new BmpPixelLayout(3, 2, 1, 0),
            "32:ff,ff00,ff0000,ff000000", new BmpPixelLayout(0, 1, 2, 3),
            "32:ff0000,ff00,ff,ff000000", new BmpPixelLayout(2, 1, 0, 3),
            "32:0,0,0,0", new BmpPixelLayout(2, 1, 0, 3),
            "24:ff0000,ff00,ff", new BmpPixelLayout(2, 1, 0),
            "16:f800,7e0,1f", new BmpPixelLayout(6, true),
            "16:7c00,3e0,1f", new BmpPixelLayout(5, true));

    private final int[] bytes;
    private final int greenBits;

    /** Byte offsets of red, green, blue and perhaps alpha. */
    private BmpPixelLayout(int... bytes) {
        this.bytes = bytes;
        greenBits = 0;
    }

    /** 16-bit words with 5 bits of red and blue. */
    private BmpPixelLayout(int greenBits, boolean packed) {
        bytes = new int[packed ? 3 : 0];
        this.greenBits = greenBits;
    }

    static BmpPixelLayout of(BmpHeader header, String name) {
        if (header.compression() == BmpHeader.RAW) {
            return header.bits() == 16 ? new BmpPixelLayout(5, true) : new BmpPixelLayout(2, 1, 0);
        }
        StringBuilder key = new StringBuilder().append(header.bits());
        for (int i = 0; i < (header.bits() == 32 ? 4 : 3); i++) {
            key.append(i == 0 ? ':' : ',').append(Long.toHexString(header.masks()[i]));
        }
        BmpPixelLayout layout = MASKED.get(key.toString());
        if (layout == null) {
            throw new ImageException(name, "the BMP has an unsupported pixel layout " + key);
        }
        return layout;
    }

    boolean hasAlpha() {
        return bytes.length == 4;
    }

    void unpack(byte[] in, int from, byte[] out, int to) {
        if (greenBits == 0) {
            for (int c = 0; c < bytes.length; c++) {
                out[to + c] = in[from + bytes[c]];
            }
            return;
        }
        int word = (in[from] & 255) | (in[from + 1] & 255) << 8;
        int greenMax = (1 << greenBits) - 1;
        out[to] = (byte) ((word >> (5 + greenBits) & 31) * 255 / 31);
        out[to + 1] = (byte) ((word >> 5 & greenMax) * 255 / greenMax);
        out[to + 2] = (byte) ((word & 31) * 255 / 31);
    }
}
