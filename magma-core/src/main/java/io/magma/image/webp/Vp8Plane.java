package io.magma.image.webp;

import java.util.Arrays;

/**
 * Samples of one colour plane with the borders that prediction reads: a row of 127 above, a column of 129 to the left, and
 * four more samples to the right of the row above.
 */
final class Vp8Plane {
    private static final int RIGHT = 4;

    final byte[] samples;
    final int stride;

    Vp8Plane(int width, int height) {
        stride = 1 + width + RIGHT;
        samples = new byte[Math.multiplyExact(stride, height + 1)];
        Arrays.fill(samples, 0, stride, (byte) 127);
        for (int y = 1; y <= height; y++) {
            samples[y * stride] = (byte) 129;
        }
    }

    int at(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    int sample(int offset) {
        return samples[offset] & 255;
    }

    static byte clip(int value) {
        return (byte) Math.min(255, Math.max(0, value));
    }
}
