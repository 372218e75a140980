package io.magma.image.png;

import io.magma.image.decode.ByteReader;
import io.magma.image.decode.DecodedImage;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Decodes PNG into the modes that Pillow opens it in: 16-bit colour keeps its high bytes, 16-bit grey stays whole.
 *
 * <p>Written for this because ImageIO hands out converted colour models, from which Pillow's modes cannot be told.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">Portable Network Graphics, third edition</a>
 */
public final class PngDecoder {
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int TRNS = 0x74524E53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int EXIF = 0x65584966;
    private static final int CRITICAL = 0x20000000;

    private final ByteReader in;
    private final byte[] data;
    private final String name;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private Optional<PngHeader> header = Optional.empty();
    private byte[] colours = {};
    private byte[] transparency = {};
    private Optional<byte[]> exif = Optional.empty();

    private PngDecoder(byte[] data, String name) {
        this.data = data;
        this.name = name;
        in = new ByteReader(data, name, true, 8);
    }

    /**
     * Decodes a picture.
     *
     * @param name names the picture in errors
     * @throws io.magma.image.raster.ImageException if it is unreadable or too large
     */
    public static DecodedImage decode(byte[] data, String name) {
        return new PngDecoder(data, name).run();
    }

    private DecodedImage run() {
        boolean more = true;
        while (more) {
            more = chunk();
        }
        PngHeader h = header.orElseThrow(() -> in.broken("the PNG has no header chunk"));
        if (compressed.size() == 0) {
            throw in.broken("the PNG has no picture data");
        }
        byte[] samples = PngPixels.decode(h, compressed.toByteArray(), name);
        return new DecodedImage(PngModes.image(h, samples, colours, transparency, name), exif);
    }

    /** Reads one chunk; false after the last one. A missing end chunk is no fault, missing pixels show later. */
    private boolean chunk() {
        if (in.remaining() == 0 && compressed.size() > 0) {
            return false;
        }
        int length = in.i32();
        int start = in.position();
        int type = in.i32();
        if (length < 0) {
            throw in.broken("the PNG has a chunk with a negative length");
        }
        boolean first = header.isEmpty();
        if (first != (type == IHDR)) {
            throw in.broken("the PNG does not have exactly one header chunk first");
        }
        int available = type == IDAT ? Math.min(length, in.remaining()) : length;
        byte[] body = in.bytes(available);
        if (available < length || in.remaining() < 4) {
            compressed.writeBytes(type == IDAT ? body : new byte[0]);
            return false;
        }
        int crc = in.i32();
        if ((type & CRITICAL) == 0 && type != IDAT && crc != crc(start, length + 4)) {
            throw in.broken("the PNG has a broken chunk (checksum mismatch)");
        }
        switch (type) {
            case IHDR -> header = Optional.of(PngHeader.parse(body, name));
            case PLTE -> colours = body;
            case TRNS -> transparency = body;
            case IDAT -> compressed.writeBytes(body);
            case EXIF -> exif = Optional.of(body);
            default -> {
                return type != IEND;
            }
        }
        return true;
    }

    private int crc(int start, int length) {
        CRC32 crc = new CRC32();
        crc.update(data, start, length);
        return (int) crc.getValue();
    }
}
