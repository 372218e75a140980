package io.magma.image.gif;

import io.magma.image.decode.ByteReader;
import io.magma.image.decode.DecodedImage;
import io.magma.image.raster.Palette;
import io.magma.image.raster.PixelLimit;
import io.magma.image.raster.RasterImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes the first frame of a GIF onto its screen, in the mode Pillow opens it in: a palette, or grey if the palette is the
 * grey ramp.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a</a>
 */
public final class GifDecoder {
    private static final int TABLE_FLAG = 0x80;
    private static final int INTERLACE_FLAG = 0x40;
    private static final int EXTENSION = '!';
    private static final int IMAGE = ',';
    private static final int TRAILER = ';';
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int NO_TRANSPARENCY = -1;
    private static final int[] PASS_START = {0, 4, 2, 1};
    private static final int[] PASS_STEP = {8, 8, 4, 2};

    private final ByteReader in;
    private final String name;
    private Optional<byte[]> globalTable = Optional.empty();
    private int transparent = NO_TRANSPARENCY;

    private GifDecoder(byte[] data, String name) {
        this.name = name;
        in = new ByteReader(data, name, false, 6);
    }

    /**
     * Decodes a picture.
     *
     * @param name names the picture in errors
     * @throws io.magma.image.raster.ImageException if it is unreadable or too large
     */
    public static DecodedImage decode(byte[] data, String name) {
        return new DecodedImage(new GifDecoder(data, name).run(), Optional.empty());
    }

    private RasterImage run() {
        int screenWidth = in.u16();
        int screenHeight = in.u16();
        int flags = in.u8();
        in.skip(2);
        if ((flags & TABLE_FLAG) != 0) {
            globalTable = Optional.of(table(flags));
        }
        for (int block = in.u8(); block != IMAGE; block = in.u8()) {
            if (block == TRAILER) {
                throw in.broken("the GIF has no picture");
            }
            if (block == EXTENSION) {
                extension();
            }
        }
        return frame(screenWidth, screenHeight);
    }

    private byte[] table(int flags) {
        return in.bytes(3 << ((flags & 7) + 1));
    }

    private void extension() {
        int label = in.u8();
        byte[] body = subBlocks();
        if (label == GRAPHIC_CONTROL && body.length >= 4 && (body[0] & 1) != 0) {
            transparent = body[3] & 255;
        }
    }

    private byte[] subBlocks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int length = in.u8(); length > 0; length = in.u8()) {
            out.writeBytes(in.bytes(length));
        }
        return out.toByteArray();
    }

    private RasterImage frame(int screenWidth, int screenHeight) {
        int left = in.u16();
        int top = in.u16();
        int frameWidth = in.u16();
        int frameHeight = in.u16();
        int flags = in.u8();
        Optional<byte[]> table = (flags & TABLE_FLAG) != 0 ? Optional.of(table(flags)) : globalTable;
        int width = Math.max(screenWidth, left + frameWidth);
        int height = Math.max(screenHeight, top + frameHeight);
        PixelLimit.check(width, height, name);
        PixelLimit.check(frameWidth, frameHeight, name);
        byte[] frame = new GifLzw(in, in.u8()).decode(frameWidth * frameHeight, Math.max(0, transparent));
        byte[] screen = new byte[width * height];
        Arrays.fill(screen, (byte) Math.max(0, transparent));
        int[] rows = rowOrder(frameHeight, (flags & INTERLACE_FLAG) != 0);
        for (int y = 0; y < frameHeight; y++) {
            System.arraycopy(frame, y * frameWidth, screen, (top + rows[y]) * width + left, frameWidth);
        }
        if (table.filter(t -> !isGreyRamp(t)).isEmpty()) {
            int key = transparent == NO_TRANSPARENCY ? RasterImage.NO_COLOUR_KEY : transparent;
            return RasterImage.of(RasterImage.Mode.GREY, width, height, screen, key);
        }
        byte[] opacity = {};
        if (transparent != NO_TRANSPARENCY) {
            opacity = new byte[transparent + 1];
            Arrays.fill(opacity, 0, transparent, (byte) 255);
        }
        return RasterImage.indexed(width, height, screen, Palette.of(table.get(), opacity));
    }

    /** Screen row of each stored row. */
    private static int[] rowOrder(int height, boolean interlaced) {
        int[] rows = new int[height];
        int stored = 0;
        for (int pass = 0; pass < (interlaced ? 4 : 1); pass++) {
            int step = interlaced ? PASS_STEP[pass] : 1;
            for (int y = interlaced ? PASS_START[pass] : 0; y < height; y += step) {
                rows[stored++] = y;
            }
        }
        return rows;
    }

    private static boolean isGreyRamp(byte[] table) {
        for (int i = 0; i < table.length; i++) {
            if ((table[i] & 255) != i / 3) {
                return false;
            }
        }
        return true;
    }
}
