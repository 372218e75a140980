package io.magma.train.inspect;

import java.util.Arrays;
import java.util.Optional;

/** Numbers that are collected one by one. */
final class Values {
    private double[] values = new double[64];
    private int count;

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    Optional<Distribution> distribution() {
        return Distribution.of(Arrays.copyOf(values, count));
    }
}
