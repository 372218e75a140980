package io.magma.image.webp;

import io.magma.image.decode.ByteReader;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RgbImage;
import java.util.Arrays;

/**
 * Decodes a VP8 key frame, the lossy half of WebP, to RGB as libwebp does.
 *
 * <p>Written for this because the Java readers of WebP neither decode every frame exactly nor interpolate chroma, which puts
 * them dozens of grey levels away from what Pillow gives.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386">RFC 6386, VP8 Data Format and Decoding Guide</a>
 */
final class Vp8Decoder {
    private static final int BLOCKS = 25;
    private static final int SECOND_ORDER_BLOCK = 24;

    private final Vp8FrameHeader header;
    private final int columns;
    private final int rows;
    private final Vp8Plane y;
    private final Vp8Plane u;
    private final Vp8Plane v;
    private final Vp8BoolDecoder[] partitions;
    private final Vp8Modes modes;
    private final Vp8Coefficients reader;
    private final int[][] steps = new int[Vp8FrameHeader.SEGMENTS][];

    /** Whether the neighbouring blocks have coefficients: 4 luma, 2 and 2 chroma, 1 second-order per macroblock. */
    private final int[] above;

    private final int[] left = new int[9];
    private final int[] coefficients = new int[16 * BLOCKS];
    private final byte[] filterLevels;
    private final boolean[] filterInner;

    private Vp8Decoder(byte[] data, int start, int end, String name) {
        header = new Vp8FrameHeader(data, start, end, name);
        columns = (header.width + 15) / 16;
        rows = (header.height + 15) / 16;
        y = new Vp8Plane(16 * columns, 16 * rows);
        u = new Vp8Plane(8 * columns, 8 * rows);
        v = new Vp8Plane(8 * columns, 8 * rows);
        partitions = partitions(data, end, name);
        modes = new Vp8Modes(header, columns);
        reader = new Vp8Coefficients(header.coefficients);
        for (int i = 0; i < steps.length; i++) {
            steps[i] = header.steps(i);
        }
        above = new int[9 * columns];
        filterLevels = new byte[columns * rows];
        filterInner = new boolean[columns * rows];
    }

    /** Decodes the frame in {@code data[start, end)}. */
    static RgbImage decode(byte[] data, int start, int end, String name) {
        Vp8Decoder decoder = new Vp8Decoder(data, start, end, name);
        decoder.reconstruct();
        decoder.filter();
        return Vp8Upsampler.toRgb(decoder.y, decoder.u, decoder.v, decoder.header.width, decoder.header.height);
    }

    private Vp8BoolDecoder[] partitions(byte[] data, int end, String name) {
        Vp8BoolDecoder[] out = new Vp8BoolDecoder[header.partitions];
        ByteReader sizes = new ByteReader(data, name, false, header.partitionsStart);
        long from = header.partitionsStart + 3L * (out.length - 1);
        for (int i = 0; i < out.length; i++) {
            long size = i < out.length - 1 ? sizes.u16() | sizes.u8() << 16 : end - from;
            if (from >= end) {
                throw new ImageException(name, "the picture is truncated (its WebP data end too early)");
            }
            out[i] = new Vp8BoolDecoder(data, (int) from, (int) Math.min(end, from + size), name);
            from += size;
        }
        return out;
    }

    private void reconstruct() {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(left, 0);
            modes.startRow();
            for (int column = 0; column < columns; column++) {
                modes.read(column);
                boolean coded = !modes.skipped && residuals(partitions[row & (partitions.length - 1)], column);
                if (modes.skipped) {
                    forgetNeighbours(column);
                }
                predict(column, row, coded);
                int at = row * columns + column;
                boolean subBlocks = modes.luma == Vp8Predictor.SUB_BLOCKS;
                filterLevels[at] = (byte) header.filterLevel(modes.segment, subBlocks);
                filterInner[at] = subBlocks || coded;
            }
        }
    }

    /** A macroblock without coefficients; its second-order neighbour stays unless it would have had such a block. */
    private void forgetNeighbours(int column) {
        int count = modes.luma == Vp8Predictor.SUB_BLOCKS ? 8 : 9;
        Arrays.fill(left, 0, count, 0);
        Arrays.fill(above, 9 * column, 9 * column + count, 0);
    }

    /** Reads all coefficients of a macroblock; false if none of its blocks changes anything. */
    private boolean residuals(Vp8BoolDecoder in, int column) {
        Arrays.fill(coefficients, 0);
        int[] q = steps[modes.segment];
        int a = 9 * column;
        int lumaType = Vp8Coefficients.LUMA;
        if (modes.luma != Vp8Predictor.SUB_BLOCKS) {
            int at = 16 * SECOND_ORDER_BLOCK;
            int n = reader.read(in, Vp8Coefficients.SECOND_ORDER, above[a + 8] + left[8], q[2], q[3], coefficients, at);
            above[a + 8] = left[8] = n > 0 ? 1 : 0;
            Vp8Transform.walshHadamard(coefficients, at);
            lumaType = Vp8Coefficients.LUMA_WITHOUT_DC;
        }
        boolean any = false;
        for (int block = 0; block < 16; block++) {
            any |= block(in, lumaType, a + (block & 3), block >> 2, q[0], q[1], 16 * block);
        }
        for (int block = 16; block < 24; block++) {
            int plane = 4 + 2 * ((block - 16) >> 2);
            any |= block(
                    in,
                    Vp8Coefficients.CHROMA,
                    a + plane + (block & 1),
                    plane + (block >> 1 & 1),
                    q[4],
                    q[5],
                    16 * block);
        }
        return any;
    }

    private boolean block(Vp8BoolDecoder in, int type, int a, int l, int dcStep, int acStep, int at) {
        int n = reader.read(in, type, above[a] + left[l], dcStep, acStep, coefficients, at);
        int first = type == Vp8Coefficients.LUMA_WITHOUT_DC ? 1 : 0;
        above[a] = left[l] = n > first ? 1 : 0;
        return n > 1 || coefficients[at] != 0;
    }

    private void predict(int column, int row, boolean coded) {
        int x = 16 * column;
        int top = 16 * row;
        if (modes.luma == Vp8Predictor.SUB_BLOCKS) {
            int[] right = aboveRight(column, row);
            int[] next = new int[4];
            for (int block = 0; block < 16; block++) {
                int at = y.at(x + 4 * (block & 3), top + 4 * (block >> 2));
                boolean lastColumn = (block & 3) == 3;
                for (int i = 0; i < 4 && !lastColumn; i++) {
                    next[i] = y.sample(at - y.stride + 4 + i);
                }
                Vp8Predictor.block(y, at, modes.subBlocks[block], lastColumn ? right : next);
                add(y, at, block, coded);
            }
        } else {
            Vp8Predictor.square(y, x, top, 16, modes.luma);
            for (int block = 0; block < 16; block++) {
                add(y, y.at(x + 4 * (block & 3), top + 4 * (block >> 2)), block, coded);
            }
        }
        Vp8Predictor.square(u, x / 2, top / 2, 8, modes.chroma);
        Vp8Predictor.square(v, x / 2, top / 2, 8, modes.chroma);
        for (int block = 0; block < 4; block++) {
            int at = u.at(x / 2 + 4 * (block & 1), top / 2 + 4 * (block >> 1));
            add(u, at, 16 + block, coded);
            add(v, at, 20 + block, coded);
        }
    }

    private void add(Vp8Plane plane, int at, int block, boolean coded) {
        if (coded) {
            Vp8Transform.addCosine(coefficients, 16 * block, plane, at);
        }
    }

    /**
     * The samples right of those above the macroblock, which serve the last blocks of all four rows. In the last column libwebp
     * repeats the last sample above.
     */
    private int[] aboveRight(int column, int row) {
        int at = y.at(16 * column + 16, 16 * row) - y.stride;
        int[] out = new int[4];
        for (int i = 0; i < 4; i++) {
            out[i] = y.sample(row > 0 && column == columns - 1 ? at - 1 : at + i);
        }
        return out;
    }

    private void filter() {
        if (header.filterLevel == 0) {
            return;
        }
        Vp8LoopFilter filter = new Vp8LoopFilter(header.simpleFilter, header.sharpness);
        for (int i = 0; i < filterLevels.length; i++) {
            if (filterLevels[i] > 0) {
                filter.macroblock(y, u, v, i % columns, i / columns, filterLevels[i], filterInner[i]);
            }
        }
    }
}
