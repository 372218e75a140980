package io.magma.image.webp;

import java.util.Arrays;

/**
 * Reads the per-macroblock header: segment, skipping, prediction modes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386#section-11">RFC 6386, sections 10 and 11</a>
 */
final class Vp8Modes {
    private static final int[] SUB_BLOCK_TREE = {
        -Vp8Predictor.B_DC,
        2,
        -Vp8Predictor.B_TRUE_MOTION,
        4,
        -Vp8Predictor.B_VERTICAL,
        6,
        8,
        12,
        -Vp8Predictor.B_HORIZONTAL,
        10,
        -Vp8Predictor.B_RIGHT_DOWN,
        -Vp8Predictor.B_VERTICAL_RIGHT,
        -Vp8Predictor.B_LEFT_DOWN,
        14,
        -Vp8Predictor.B_VERTICAL_LEFT,
        16,
        -Vp8Predictor.B_HORIZONTAL_DOWN,
        -Vp8Predictor.B_HORIZONTAL_UP
    };

    /** Sub-block mode that a whole-block mode stands for as a neighbour. */
    private static final int[] IMPLIED = {
        Vp8Predictor.B_DC, Vp8Predictor.B_VERTICAL, Vp8Predictor.B_HORIZONTAL, Vp8Predictor.B_TRUE_MOTION
    };

    private final Vp8FrameHeader header;
    private final Vp8BoolDecoder in;
    private final int[] above;
    private final int[] left = new int[4];

    /** What the last call of {@link #read} found. */
    int segment;

    boolean skipped;
    int luma;
    int chroma;
    final int[] subBlocks = new int[16];

    Vp8Modes(Vp8FrameHeader header, int columns) {
        this.header = header;
        in = header.modes;
        above = new int[4 * columns];
    }

    void startRow() {
        Arrays.fill(left, Vp8Predictor.B_DC);
    }

    void read(int column) {
        segment = 0;
        if (header.segmentMapped) {
            int[] p = header.segmentProbabilities;
            segment = in.bit(p[0]) ? (in.bit(p[2]) ? 3 : 2) : (in.bit(p[1]) ? 1 : 0);
        }
        skipped = header.skips && in.bit(header.skipProbability);
        if (!in.bit(145)) {
            luma = Vp8Predictor.SUB_BLOCKS;
            readSubBlocks(column);
        } else {
            luma = in.bit(156)
                    ? (in.bit(128) ? Vp8Predictor.TRUE_MOTION : Vp8Predictor.HORIZONTAL)
                    : (in.bit(163) ? Vp8Predictor.VERTICAL : Vp8Predictor.DC);
            Arrays.fill(above, 4 * column, 4 * column + 4, IMPLIED[luma]);
            Arrays.fill(left, IMPLIED[luma]);
        }
        chroma = !in.bit(142)
                ? Vp8Predictor.DC
                : !in.bit(114)
                        ? Vp8Predictor.VERTICAL
                        : in.bit(183) ? Vp8Predictor.TRUE_MOTION : Vp8Predictor.HORIZONTAL;
    }

    private void readSubBlocks(int column) {
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                int base = (above[4 * column + x] * 10 + left[y]) * 9;
                int node = 0;
                do {
                    node = SUB_BLOCK_TREE[node + (in.bit(Vp8Tables.SUB_BLOCK_MODES[base + (node >> 1)]) ? 1 : 0)];
                } while (node > 0);
                subBlocks[4 * y + x] = -node;
                above[4 * column + x] = -node;
                left[y] = -node;
            }
        }
    }
}
