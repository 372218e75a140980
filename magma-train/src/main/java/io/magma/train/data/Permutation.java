package io.magma.train.data;

/**
 * A seeded permutation of 0 to n - 1 that takes no memory: a Feistel network over the next even power of two, walked until
 * the value falls below n.
 *
 * <p>Each step of the walk is a bijection of the larger range, hence the walk is one of the smaller.
 *
 * @see <a href="https://doi.org/10.1007/3-540-45760-7_9">Black and Rogaway 2002, Ciphers with Arbitrary Finite Domains</a>
 */
final class Permutation {

    private static final int ROUNDS = 8;

    private final int size;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    Permutation(int size, long seed) {
        this.size = size;
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1L));
        halfBits = (bits + 1) / 2;
        halfMask = (1L << halfBits) - 1;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = Mixer.mix(seed, round);
        }
    }

    /** Returns the value at a place from 0 to n - 1. */
    int at(int place) {
        long value = place;
        do {
            value = step(value);
        } while (value >= size);
        return (int) value;
    }

    private long step(long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (long key : keys) {
            long next = left ^ (Mixer.mix(key, right) & halfMask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
