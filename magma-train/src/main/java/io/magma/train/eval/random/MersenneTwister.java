package io.magma.train.eval.random;

/**
 * MT19937, the generator under Python's {@code random} and NumPy's {@code RandomState}.
 *
 * @see <a href="https://doi.org/10.1145/272991.272995">Matsumoto and Nishimura 1998; initialisation of 2002</a>
 */
final class MersenneTwister {
    private static final int N = 624;
    private static final int M = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;

    private final int[] state = new int[N];
    private int next = N;

    private MersenneTwister() {}

    /** Initialised by one word of 32 bits. */
    static MersenneTwister ofWord(int seed) {
        MersenneTwister twister = new MersenneTwister();
        int[] s = twister.state;
        s[0] = seed;
        for (int i = 1; i < N; i++) {
            s[i] = 1812433253 * (s[i - 1] ^ (s[i - 1] >>> 30)) + i;
        }
        return twister;
    }

    /** Initialised by an array of words, at least one. */
    static MersenneTwister ofWords(int... key) {
        MersenneTwister twister = ofWord(19650218);
        int[] s = twister.state;
        int i = 1;
        int j = 0;
        for (int k = Math.max(N, key.length); k > 0; k--) {
            s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >>> 30)) * 1664525)) + key[j] + j;
            i = twister.following(i);
            j = (j + 1) % key.length;
        }
        for (int k = N - 1; k > 0; k--) {
            s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >>> 30)) * 1566083941)) - i;
            i = twister.following(i);
        }
        s[0] = UPPER;
        return twister;
    }

    private int following(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    /** The next 32 bits. */
    int nextWord() {
        if (next == N) {
            refill();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** A multiple of 2^-53 from 0 to below 1, out of two words. */
    double nextDouble() {
        int high = nextWord() >>> 5;
        int low = nextWord() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    private void refill() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & UPPER) | (state[(i + 1) % N] & LOWER);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX);
        }
        next = 0;
    }
}
