package io.magma.image.webp;

/**
 * Reads the transform coefficients of one 4 x 4 block and multiplies them by the quantizer steps.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386#section-13">RFC 6386, section 13</a>
 */
final class Vp8Coefficients {
    static final int LUMA_WITHOUT_DC = 0;
    static final int SECOND_ORDER = 1;
    static final int CHROMA = 2;
    static final int LUMA = 3;

    private static final int NODES = 11;
    private static final int CONTEXTS = 3;
    private static final int BANDS = 8;
    private static final int COUNT = 16;

    private final int[] probabilities;

    Vp8Coefficients(int[] probabilities) {
        this.probabilities = probabilities;
    }

    /**
     * Reads a block.
     *
     * @param in the partition
     * @param type kind of block
     * @param context how many of the blocks above and to the left have coefficients
     * @param dcStep quantizer step of the first coefficient
     * @param acStep quantizer step of the others
     * @param out receives the coefficients in row-major order, must be zero before
     * @param at where in {@code out}
     * @return one past the last position that was read; the first position if there was none
     */
    int read(Vp8BoolDecoder in, int type, int context, int dcStep, int acStep, int[] out, int at) {
        int n = type == LUMA_WITHOUT_DC ? 1 : 0;
        int p = node(type, n, context);
        if (!in.bit(probabilities[p])) {
            return n;
        }
        while (true) {
            if (!in.bit(probabilities[p + 1])) {
                // A zero is never followed by the end of the block.
                if (++n == COUNT) {
                    return COUNT;
                }
                p = node(type, n, 0);
                continue;
            }
            int magnitude = in.bit(probabilities[p + 2]) ? large(in, p) : 1;
            int value = in.flag() ? -magnitude : magnitude;
            out[at + Vp8Tables.ZIGZAG[n]] = value * (n == 0 ? dcStep : acStep);
            if (++n == COUNT) {
                return COUNT;
            }
            p = node(type, n, magnitude == 1 ? 1 : 2);
            if (!in.bit(probabilities[p])) {
                return n;
            }
        }
    }

    private static int node(int type, int position, int context) {
        return ((type * BANDS + Vp8Tables.BANDS[position]) * CONTEXTS + context) * NODES;
    }

    private int large(Vp8BoolDecoder in, int p) {
        if (!in.bit(probabilities[p + 3])) {
            if (!in.bit(probabilities[p + 4])) {
                return 2;
            }
            return in.bit(probabilities[p + 5]) ? 4 : 3;
        }
        if (!in.bit(probabilities[p + 6])) {
            if (!in.bit(probabilities[p + 7])) {
                return in.bit(159) ? 6 : 5;
            }
            int high = in.bit(165) ? 2 : 0;
            return 7 + high + (in.bit(145) ? 1 : 0);
        }
        int high = in.bit(probabilities[p + 8]) ? 1 : 0;
        int category = 2 * high + (in.bit(probabilities[p + 9 + high]) ? 1 : 0);
        int extra = 0;
        for (int probability : Vp8Tables.EXTRA_BITS[category]) {
            extra = extra << 1 | (in.bit(probability) ? 1 : 0);
        }
        return 3 + (8 << category) + extra;
    }
}
