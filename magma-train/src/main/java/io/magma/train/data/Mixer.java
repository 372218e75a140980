package io.magma.train.data;

/** Derives independent random bits from a seed and numbers that say what they are for. */
final class Mixer {

    private Mixer() {}

    /**
     * Returns bits that depend on all arguments.
     *
     * @see <a href="https://prng.di.unimi.it/splitmix64.c">SplitMix64, the finalizer</a>
     */
    static long mix(long seed, long... numbers) {
        long state = finish(seed + 0x9e3779b97f4a7c15L);
        for (long number : numbers) {
            state = finish(state ^ finish(number + 0x9e3779b97f4a7c15L));
        }
        return state;
    }

    private static long finish(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
