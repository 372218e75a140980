package io.magma.image.webp;

/**
 * Intra prediction of VP8.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386#section-12">RFC 6386, section 12</a>
 */
final class Vp8Predictor {
    static final int DC = 0;
    static final int VERTICAL = 1;
    static final int HORIZONTAL = 2;
    static final int TRUE_MOTION = 3;
    static final int SUB_BLOCKS = 4;

    static final int B_DC = 0;
    static final int B_TRUE_MOTION = 1;
    static final int B_VERTICAL = 2;
    static final int B_HORIZONTAL = 3;
    static final int B_LEFT_DOWN = 4;
    static final int B_RIGHT_DOWN = 5;
    static final int B_VERTICAL_RIGHT = 6;
    static final int B_VERTICAL_LEFT = 7;
    static final int B_HORIZONTAL_DOWN = 8;
    static final int B_HORIZONTAL_UP = 9;

    private static final int MIDDLE = 128;

    private Vp8Predictor() {}

    /** Predicts a square of 16 (luma) or 8 (chroma) samples whose top left is at column {@code x} and row {@code y}. */
    static void square(Vp8Plane plane, int x, int y, int size, int mode) {
        int at = plane.at(x, y);
        if (mode == DC) {
            fill(plane, at, size, mean(plane, at, x > 0, y > 0, size));
            return;
        }
        int corner = plane.sample(at - plane.stride - 1);
        for (int j = 0; j < size; j++) {
            int row = at + j * plane.stride;
            int left = plane.sample(row - 1);
            for (int i = 0; i < size; i++) {
                int above = plane.sample(at - plane.stride + i);
                plane.samples[row + i] = switch (mode) {
                    case VERTICAL -> (byte) above;
                    case HORIZONTAL -> (byte) left;
                    default -> Vp8Plane.clip(left + above - corner);
                };
            }
        }
    }

    private static int mean(Vp8Plane plane, int at, boolean hasLeft, boolean hasAbove, int size) {
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += hasLeft ? plane.sample(at + i * plane.stride - 1) : 0;
            sum += hasAbove ? plane.sample(at - plane.stride + i) : 0;
        }
        int count = (hasLeft ? size : 0) + (hasAbove ? size : 0);
        return count == 0 ? MIDDLE : (sum + count / 2) / count;
    }

    private static void fill(Vp8Plane plane, int at, int size, int value) {
        for (int j = 0; j < size; j++) {
            int row = at + j * plane.stride;
            java.util.Arrays.fill(plane.samples, row, row + size, (byte) value);
        }
    }

    /**
     * Predicts a 4 x 4 block.
     *
     * @param aboveRight the four samples right of those above, which are not always those of the plane
     */
    static void block(Vp8Plane plane, int at, int mode, int[] aboveRight) {
        // The edge from the bottom left, up to the corner (4) and on to the far right (12).
        int[] e = new int[13];
        for (int i = 0; i < 4; i++) {
            e[3 - i] = plane.sample(at + i * plane.stride - 1);
            e[5 + i] = plane.sample(at - plane.stride + i);
            e[9 + i] = aboveRight[i];
        }
        e[4] = plane.sample(at - plane.stride - 1);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                plane.samples[at + y * plane.stride + x] = (byte) sample(e, mode, x, y);
            }
        }
    }

    private static int sample(int[] e, int mode, int x, int y) {
        return switch (mode) {
            case B_DC -> (e[0] + e[1] + e[2] + e[3] + e[5] + e[6] + e[7] + e[8] + 4) >> 3;
            case B_TRUE_MOTION -> Math.min(255, Math.max(0, e[3 - y] + e[5 + x] - e[4]));
            case B_VERTICAL -> three(e, 5 + x);
            case B_HORIZONTAL -> y == 3 ? (e[1] + 3 * e[0] + 2) >> 2 : three(e, 3 - y);
            case B_LEFT_DOWN -> x + y == 6 ? (e[11] + 3 * e[12] + 2) >> 2 : three(e, 6 + x + y);
            case B_RIGHT_DOWN -> three(e, 4 + x - y);
            case B_VERTICAL_RIGHT -> verticalRight(e, x, y);
            case B_VERTICAL_LEFT -> verticalLeft(e, x, y);
            case B_HORIZONTAL_DOWN -> horizontalDown(e, x, y);
            default -> horizontalUp(e, x, y);
        };
    }

    private static int verticalRight(int[] e, int x, int y) {
        int steps = 2 * x - y;
        if (steps < -1) {
            return three(e, 5 - y);
        }
        int at = 4 + x - (y >> 1);
        return (y & 1) == 0 ? two(e, at) : three(e, at);
    }

    private static int verticalLeft(int[] e, int x, int y) {
        if (x == 3 && y >= 2) {
            return three(e, y == 2 ? 10 : 11);
        }
        int at = 5 + x + (y >> 1);
        return (y & 1) == 0 ? two(e, at) : three(e, at + 1);
    }

    private static int horizontalDown(int[] e, int x, int y) {
        int steps = 2 * y - x;
        if (steps < -1) {
            return three(e, 3 + x);
        }
        int at = 4 - y + (x >> 1);
        return (x & 1) == 0 ? two(e, at - 1) : three(e, at);
    }

    private static int horizontalUp(int[] e, int x, int y) {
        int steps = x + 2 * y;
        if (steps > 5) {
            return e[0];
        }
        if (steps == 5) {
            return (e[1] + 3 * e[0] + 2) >> 2;
        }
        int at = 3 - (steps >> 1);
        return (steps & 1) == 0 ? two(e, at - 1) : three(e, at - 1);
    }

    /** Rounded mean of an edge sample and the next one. */
    private static int two(int[] e, int at) {
        return (e[at] + e[at + 1] + 1) >> 1;
    }

    /** Edge sample smoothed with both neighbours. */
    private static int three(int[] e, int at) {
        return (e[at - 1] + 2 * e[at] + e[at + 1] + 2) >> 2;
    }
}
