package io.magma.train.eval.random;

import java.util.Arrays;

/**
 * NumPy's legacy {@code numpy.random.RandomState}, which {@code numpy.random.seed} seeds: the same calls give the same values.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/random/legacy.html">Legacy random generation</a>
 */
public final class NumpyRandom {
    private final MersenneTwister twister;

    /**
     * As {@code RandomState(seed)}.
     *
     * @param seed 0 to 2^32 - 1
     */
    public NumpyRandom(long seed) {
        if (seed < 0 || seed > 0xffffffffL) {
            throw new IllegalArgumentException("seed must be from 0 to 2^32 - 1, was " + seed);
        }
        this.twister = MersenneTwister.ofWord((int) seed);
    }

    /** {@code random_sample()}: from 0 to below 1. */
    public double randomSample() {
        return twister.nextDouble();
    }

    /** {@code randint(end)}: from 0 to below {@code end}, which is at least 1. */
    public int randint(int end) {
        if (end < 1) {
            throw new IllegalArgumentException("end must be at least 1, was " + end);
        }
        return upTo(end - 1);
    }

    /** {@code shuffle(values)}: reorders in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = upTo(i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** {@code permutation(n)}: 0 to n - 1 in random order. */
    public int[] permutation(int n) {
        int[] values = new int[n];
        Arrays.setAll(values, i -> i);
        shuffle(values);
        return values;
    }

    /**
     * {@code choice(n, size, replace)}: numbers from 0 to n - 1.
     *
     * @param replace whether a number can come twice; if not, a whole permutation is drawn, whatever the size
     * @throws IllegalArgumentException if there are fewer than {@code size} and none may come twice
     */
    public int[] choice(int n, int size, boolean replace) {
        if (size < 0 || (!replace && size > n)) {
            throw new IllegalArgumentException("a choice of " + size + " from " + n);
        }
        if (!replace) {
            return Arrays.copyOf(permutation(n), size);
        }
        int[] values = new int[size];
        Arrays.setAll(values, i -> randint(n));
        return values;
    }

    private int upTo(int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = twister.nextWord() & mask;
        while (value > max) {
            value = twister.nextWord() & mask;
        }
        return value;
    }
}
