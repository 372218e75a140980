package io.magma.train.eval.random;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Python's {@code random.Random}, seeded by a whole number: the same calls give the same values as CPython 3.11.
 *
 * @see <a href="https://docs.python.org/3/library/random.html">random</a>
 */
public final class PythonRandom {
    private final MersenneTwister twister;

    /** As {@code random.seed(seed)}; the sign does not count. */
    public PythonRandom(long seed) {
        this(BigInteger.valueOf(seed));
    }

    /** As {@code random.seed(seed)} with a number of any size. */
    public PythonRandom(BigInteger seed) {
        BigInteger magnitude = seed.abs();
        int[] words = new int[Math.max(1, (magnitude.bitLength() + 31) / 32)];
        for (int i = 0; i < words.length; i++) {
            words[i] = magnitude.shiftRight(32 * i).intValue();
        }
        this.twister = MersenneTwister.ofWords(words);
    }

    /** {@code random()}: from 0 to below 1. */
    public double random() {
        return twister.nextDouble();
    }

    /**
     * {@code getrandbits(k)}.
     *
     * @param bits 0 to 64; 64 bits fill the sign too
     */
    public long getrandbits(int bits) {
        if (bits < 0 || bits > 64) {
            throw new IllegalArgumentException("bits must be from 0 to 64, was " + bits);
        }
        long value = 0;
        for (int from = 0; from < bits; from += 32) {
            long word = Integer.toUnsignedLong(twister.nextWord());
            value |= (word >>> Math.max(0, 32 - (bits - from))) << from;
        }
        return value;
    }

    /** {@code randrange(end)}: from 0 to below {@code end}, which is at least 1. */
    public long randrange(long end) {
        if (end < 1) {
            throw new IllegalArgumentException("empty range for randrange: 0 to " + end);
        }
        int bits = 64 - Long.numberOfLeadingZeros(end);
        long value = getrandbits(bits);
        while (value >= end) {
            value = getrandbits(bits);
        }
        return value;
    }

    /** {@code randrange(start, end)}: from {@code start} to below {@code end}. */
    public long randrange(long start, long end) {
        return start + randrange(Math.subtractExact(end, start));
    }

    /** {@code randint(first, last)}: from {@code first} to {@code last}, both of them possible. */
    public long randint(long first, long last) {
        return randrange(first, Math.addExact(last, 1));
    }

    /** {@code choice(all)}: one of them, of which there is at least one. */
    public <T> T choice(List<T> all) {
        return all.get(index(all.size()));
    }

    /** {@code shuffle(all)}: reorders a list that can be changed. */
    public void shuffle(List<?> all) {
        for (int i = all.size() - 1; i > 0; i--) {
            Collections.swap(all, i, index(i + 1));
        }
    }

    /**
     * {@code sample(population, k)}: {@code k} of them in random order, none twice.
     *
     * @throws IllegalArgumentException if there are fewer
     */
    public <T> List<T> sample(List<T> population, int k) {
        int n = population.size();
        if (k < 0 || k > n) {
            throw new IllegalArgumentException("a sample of " + k + " from " + n);
        }
        List<T> drawn = new ArrayList<>(k);
        if (n <= poolUpTo(k)) {
            List<T> pool = new ArrayList<>(population);
            for (int i = 0; i < k; i++) {
                int j = index(n - i);
                drawn.add(pool.get(j));
                pool.set(j, pool.get(n - i - 1));
            }
            return drawn;
        }
        Set<Integer> seen = new HashSet<>();
        while (drawn.size() < k) {
            int j = index(n);
            if (seen.add(j)) {
                drawn.add(population.get(j));
            }
        }
        return drawn;
    }

    // CPython compares the size of a set for k elements with that of a list of all.
    private static int poolUpTo(int k) {
        if (k <= 5) {
            return 21;
        }
        double exponent = Math.ceil(Math.log(k * 3.0) / Math.log(4));
        return (int) Math.min(Integer.MAX_VALUE, 21 + Math.pow(4, exponent));
    }

    private int index(int size) {
        return Math.toIntExact(randrange(size));
    }
}
