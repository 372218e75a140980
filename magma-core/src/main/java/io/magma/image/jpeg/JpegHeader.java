package io.magma.image.jpeg;

import io.magma.image.decode.ByteReader;
import io.magma.image.raster.PixelLimit;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * What the markers of a JPEG say before its first scan.
 *
 * @param width in pixels
 * @param height in pixels
 * @param colour how the stored components are to be read, by libjpeg's rules
 * @param halvedRows one bit for each component that is stored with half the rows but all columns
 * @param exif the TIFF block of EXIF data
 * @param stripped the file without application data and comments, for a decoder that needs no metadata
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JpegHeader(int width, int height, Colour colour, int halvedRows, Optional<byte[]> exif, byte[] stripped) {
    /** Stored colour spaces. */
    enum Colour {
        GREY,
        YCBCR,
        RGB,
        CMYK,
        YCCK
    }

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;
    private static final int NO_TRANSFORM = -1;
    private static final byte[] EXIF_PREFIX = {'E', 'x', 'i', 'f', 0, 0};

    static JpegHeader parse(byte[] data, String name) {
        ByteReader in = new ByteReader(data, name, true, 2);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(data.length);
        kept.write(0xFF);
        kept.write(SOI);
        boolean jfif = false;
        int transform = NO_TRANSFORM;
        Optional<byte[]> exif = Optional.empty();
        Optional<byte[]> frame = Optional.empty();
        while (true) {
            int marker = marker(in);
            if (marker == EOI) {
                throw in.broken("the JPEG has no picture data");
            }
            int start = in.position();
            int length = in.u16();
            if (length < 2) {
                throw in.broken("the JPEG has a marker with an impossible length");
            }
            if (marker == SOS) {
                kept.write(0xFF);
                kept.write(SOS);
                kept.write(data, start, data.length - start);
                break;
            }
            byte[] body = in.bytes(length - 2);
            if (marker == APP0 && startsWith(body, new byte[] {'J', 'F', 'I', 'F', 0})) {
                jfif = true;
            } else if (marker == APP14 && startsWith(body, new byte[] {'A', 'd', 'o', 'b', 'e'}) && body.length >= 12) {
                transform = body[11] & 255;
            } else if (marker == APP1 && exif.isEmpty() && startsWith(body, EXIF_PREFIX)) {
                exif = Optional.of(java.util.Arrays.copyOfRange(body, EXIF_PREFIX.length, body.length));
            } else if (isFrame(marker)) {
                frame = Optional.of(body);
            }
            if ((marker < APP0 || marker > APP15) && marker != COM) {
                kept.write(0xFF);
                kept.write(marker);
                kept.write(data, start, length);
            }
        }
        byte[] sof = frame.filter(f -> f.length >= 6 && f.length >= 6 + 3 * (f[5] & 255))
                .orElseThrow(() -> in.broken("the JPEG has no frame header"));
        int height = (sof[1] & 255) << 8 | (sof[2] & 255);
        int width = (sof[3] & 255) << 8 | (sof[4] & 255);
        PixelLimit.check(width, height, name);
        return new JpegHeader(
                width, height, colour(sof, jfif, transform, in), halvedRows(sof), exif, kept.toByteArray());
    }

    /** The next marker; bytes that do not belong to one are skipped, as libjpeg does. */
    private static int marker(ByteReader in) {
        while (true) {
            while (in.u8() != 0xFF) {
                // Garbage between segments.
            }
            int marker = in.u8();
            while (marker == 0xFF) {
                marker = in.u8();
            }
            // Stuffed zeros, restarts and the standalone TEM carry no length.
            if (marker > 0x01 && (marker < 0xD0 || marker > SOI)) {
                return marker;
            }
        }
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** {@code default_decompress_parms} of libjpeg's jdapimin.c. */
    private static Colour colour(byte[] sof, boolean jfif, int transform, ByteReader in) {
        return switch (sof[5]) {
            case 1 -> Colour.GREY;
            case 3 -> {
                boolean namedRgb = sof[6] == 'R' && sof[9] == 'G' && sof[12] == 'B';
                boolean rgb = !jfif && (transform == NO_TRANSFORM ? namedRgb : transform == 0);
                yield rgb ? Colour.RGB : Colour.YCBCR;
            }
            case 4 -> transform == NO_TRANSFORM || transform == 0 ? Colour.CMYK : Colour.YCCK;
            default -> throw in.broken("the JPEG has " + sof[5] + " components");
        };
    }

    private static int halvedRows(byte[] sof) {
        int columns = 0;
        int rows = 0;
        for (int i = 7; i < 6 + 3 * sof[5]; i += 3) {
            columns = Math.max(columns, sof[i] >> 4);
            rows = Math.max(rows, sof[i] & 15);
        }
        int halved = 0;
        for (int c = 0; c < sof[5]; c++) {
            int factors = sof[7 + 3 * c];
            if (factors >> 4 == columns && (factors & 15) * 2 == rows) {
                halved |= 1 << c;
            }
        }
        return halved;
    }

    private static boolean startsWith(byte[] body, byte[] prefix) {
        return body.length >= prefix.length
                && java.util.Arrays.equals(body, 0, prefix.length, prefix, 0, prefix.length);
    }
}
