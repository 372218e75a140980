package io.magma.image.png;

import io.magma.image.raster.ImageException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates, unfilters and de-interlaces PNG rows. */
final class PngPixels {
    private static final int[] START_X = {0, 4, 0, 2, 0, 1, 0};
    private static final int[] START_Y = {0, 0, 4, 0, 2, 0, 1};
    private static final int[] STEP_X = {8, 8, 4, 4, 2, 2, 1};
    private static final int[] STEP_Y = {8, 8, 8, 4, 4, 2, 2};

    private final PngHeader header;
    private final String name;
    private final Inflater inflater = new Inflater();
    private final byte[] out;
    private final int sampleBytes;

    private PngPixels(PngHeader header, byte[] compressed, String name) {
        this.header = header;
        this.name = name;
        inflater.setInput(compressed);
        sampleBytes = header.depth() == 16 ? 2 : 1;
        out = new byte[Math.multiplyExact(header.width() * header.height(), header.channels() * sampleBytes)];
    }

    /**
     * Decodes the rows.
     *
     * @return interleaved samples, one byte each, or two (high first) at depth 16; depths below 8 are not scaled
     */
    static byte[] decode(PngHeader header, byte[] compressed, String name) {
        PngPixels pixels = new PngPixels(header, compressed, name);
        try {
            if (header.interlaced()) {
                for (int pass = 0; pass < 7; pass++) {
                    pixels.pass(START_X[pass], START_Y[pass], STEP_X[pass], STEP_Y[pass]);
                }
            } else {
                pixels.pass(0, 0, 1, 1);
            }
            return pixels.out;
        } catch (DataFormatException e) {
            throw new ImageException(name, "the PNG's compressed data are corrupt", e);
        } finally {
            pixels.inflater.end();
        }
    }

    private void pass(int startX, int startY, int stepX, int stepY) throws DataFormatException {
        int columns = (header.width() - startX + stepX - 1) / stepX;
        if (columns < 1) {
            return;
        }
        int rowBytes = header.rowBytes(columns);
        byte[] previous = new byte[rowBytes];
        byte[] row = new byte[rowBytes];
        byte[] filter = new byte[1];
        for (int y = startY; y < header.height(); y += stepY) {
            inflate(filter, 1);
            inflate(row, rowBytes);
            unfilter(filter[0], row, previous);
            store(row, columns, y, startX, stepX);
            byte[] swap = previous;
            previous = row;
            row = swap;
        }
    }

    private void inflate(byte[] target, int length) throws DataFormatException {
        int done = 0;
        while (done < length) {
            int n = inflater.inflate(target, done, length - done);
            if (n == 0) {
                throw new ImageException(name, "the picture is truncated (compressed data end too early)");
            }
            done += n;
        }
    }

    private void unfilter(int filter, byte[] row, byte[] previous) {
        int step = header.filterStep();
        switch (filter) {
            case 0 -> {}
            case 1 -> {
                for (int i = step; i < row.length; i++) {
                    row[i] += row[i - step];
                }
            }
            case 2 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += previous[i];
                }
            }
            case 3 -> {
                for (int i = 0; i < row.length; i++) {
                    int left = i >= step ? row[i - step] & 255 : 0;
                    row[i] += (byte) ((left + (previous[i] & 255)) >> 1);
                }
            }
            case 4 -> {
                for (int i = 0; i < row.length; i++) {
                    int left = i >= step ? row[i - step] & 255 : 0;
                    int corner = i >= step ? previous[i - step] & 255 : 0;
                    row[i] += (byte) paeth(left, previous[i] & 255, corner);
                }
            }
            default -> throw new ImageException(name, "the PNG has an unknown row filter " + filter);
        }
    }

    private static int paeth(int left, int up, int corner) {
        int estimate = left + up - corner;
        int dl = Math.abs(estimate - left);
        int du = Math.abs(estimate - up);
        int dc = Math.abs(estimate - corner);
        if (dl <= du && dl <= dc) {
            return left;
        }
        return du <= dc ? up : corner;
    }

    private void store(byte[] row, int columns, int y, int startX, int stepX) {
        int depth = header.depth();
        int pixelBytes = header.channels() * sampleBytes;
        int base = (y * header.width() + startX) * pixelBytes;
        if (depth >= 8) {
            if (stepX == 1) {
                System.arraycopy(row, 0, out, base, row.length);
                return;
            }
            for (int x = 0; x < columns; x++) {
                System.arraycopy(row, x * pixelBytes, out, base + x * stepX * pixelBytes, pixelBytes);
            }
            return;
        }
        int mask = (1 << depth) - 1;
        for (int x = 0; x < columns; x++) {
            int bit = x * depth;
            out[base + x * stepX] = (byte) (row[bit >> 3] >> (8 - depth - (bit & 7)) & mask);
        }
    }
}
