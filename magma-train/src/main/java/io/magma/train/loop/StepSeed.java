package io.magma.train.loop;

/** Seed of a step's randomness: a pure function of the run's seed, the step and the rank, so that a resumed run repeats it. */
final class StepSeed {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private StepSeed() {}

    static long of(long seed, int step, int rank) {
        return mix(mix(mix(seed) + step) + rank);
    }

    /** Finalizer of SplitMix64 (Steele et al. 2014), which maps neighbours far apart. */
    private static long mix(long x) {
        long z = x + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
