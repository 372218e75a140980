package io.magma.testing;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Values that depend on a tensor's name and shape alone, so that a reference in another language draws the same ones instead
 * of reading a file: {@code reference_models.py} has the same formula.
 */
public final class FixedInit {
    private FixedInit() {}

    /** Values in row-major order: matrices around 0 by their fan-in, norm weights and variances around 1, biases around 0. */
    public static float[] values(String name, long... shape) {
        int size = 1;
        for (long n : shape) {
            size = Math.toIntExact(size * n);
        }
        double centre = 0;
        double spread = 0.2;
        if (shape.length > 1) {
            spread = 1.7 / Math.sqrt((double) size / shape[0]);
        } else if (name.endsWith("weight") || name.endsWith("running_var") || name.endsWith("scale")) {
            centre = 1;
            spread = 0.4;
        }
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (centre + spread * unit((int) crc.getValue() + i));
        }
        return values;
    }

    /** A number in [-1, 1) for every integer, without visible pattern. */
    static double unit(int x) {
        int h = x;
        h = (h ^ (h >>> 16)) * 0x7feb352d;
        h = (h ^ (h >>> 15)) * 0x846ca68b;
        h ^= h >>> 16;
        return Integer.toUnsignedLong(h) / 0x1p31 - 1;
    }
}
