package io.magma.generate;

import java.util.SplittableRandom;

/** Random numbers of one text, independent of the batch it is decoded in. */
final class RowRandom {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private RowRandom() {}

    /** The generator of text number {@code row} of a request with this seed. */
    static SplittableRandom of(long seed, long row) {
        // Spread twice: sums of seed and row would give row 1 of seed 0 the numbers of row 0 of seed 1.
        return new SplittableRandom(spread(spread(seed + GOLDEN) + row * GOLDEN));
    }

    // SplitMix64's finalizer.
    private static long spread(long x) {
        long h = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }
}
