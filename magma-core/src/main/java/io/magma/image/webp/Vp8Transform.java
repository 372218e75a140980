package io.magma.image.webp;

/**
 * The inverse transforms of VP8.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386#section-14.3">RFC 6386, sections 14.3 and 14.4</a>
 */
final class Vp8Transform {
    private Vp8Transform() {}

    /** Spreads the second-order block at {@code from} over the DC coefficients of 16 blocks. */
    static void walshHadamard(int[] coefficients, int from) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = coefficients[from + i] + coefficients[from + 12 + i];
            int b = coefficients[from + 4 + i] + coefficients[from + 8 + i];
            int c = coefficients[from + 4 + i] - coefficients[from + 8 + i];
            int d = coefficients[from + i] - coefficients[from + 12 + i];
            t[i] = a + b;
            t[4 + i] = d + c;
            t[8 + i] = a - b;
            t[12 + i] = d - c;
        }
        for (int i = 0; i < 4; i++) {
            int a = t[4 * i] + t[4 * i + 3] + 3;
            int b = t[4 * i + 1] + t[4 * i + 2];
            int c = t[4 * i + 1] - t[4 * i + 2];
            int d = t[4 * i] - t[4 * i + 3] + 3;
            coefficients[64 * i] = (a + b) >> 3;
            coefficients[64 * i + 16] = (d + c) >> 3;
            coefficients[64 * i + 32] = (a - b) >> 3;
            coefficients[64 * i + 48] = (d - c) >> 3;
        }
    }

    /** Adds the inverse cosine transform of the 16 coefficients at {@code from} to a 4 x 4 block. */
    static void addCosine(int[] in, int from, Vp8Plane plane, int at) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = in[from + i] + in[from + 8 + i];
            int b = in[from + i] - in[from + 8 + i];
            int c = sine(in[from + 4 + i]) - cosine(in[from + 12 + i]);
            int d = cosine(in[from + 4 + i]) + sine(in[from + 12 + i]);
            t[i] = a + d;
            t[4 + i] = b + c;
            t[8 + i] = b - c;
            t[12 + i] = a - d;
        }
        for (int i = 0; i < 4; i++) {
            int a = t[4 * i] + t[4 * i + 2] + 4;
            int b = t[4 * i] - t[4 * i + 2] + 4;
            int c = sine(t[4 * i + 1]) - cosine(t[4 * i + 3]);
            int d = cosine(t[4 * i + 1]) + sine(t[4 * i + 3]);
            int row = at + i * plane.stride;
            add(plane, row, (a + d) >> 3);
            add(plane, row + 1, (b + c) >> 3);
            add(plane, row + 2, (b - c) >> 3);
            add(plane, row + 3, (a - d) >> 3);
        }
    }

    private static void add(Vp8Plane plane, int at, int difference) {
        plane.samples[at] = Vp8Plane.clip(plane.sample(at) + difference);
    }

    /** Times sqrt(2) * cos(pi / 8) in 16-bit fixed point. */
    private static int cosine(int x) {
        return ((x * 20091) >> 16) + x;
    }

    /** Times sqrt(2) * sin(pi / 8) in 16-bit fixed point. */
    private static int sine(int x) {
        return (x * 35468) >> 16;
    }
}
