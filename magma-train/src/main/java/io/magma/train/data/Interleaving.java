package io.magma.train.data;

/**
 * Whose turn it is among weighted sources, as a pure function of the position.
 *
 * <p>The first source gets position p if {@code ceil((p + 1) a) > ceil(p a)}, where a is its share; the others divide what it
 * leaves in the same way among themselves. So after any number of positions each source has had its share to within
 * about one sample a source, and the state at a position is found without visiting those before it. Shares are multiples of
 * 2<sup>-32</sup> so that the arithmetic is exact.
 */
final class Interleaving {

    private static final int SHARE_BITS = 32;

    /**
     * A position's source.
     *
     * @param source number of the source
     * @param cursor how many positions before this one were that source's
     */
    record Turn(int source, long cursor) {}

    private final long[] shares;

    /** Divides positions by weight; each weight is greater than 0. */
    Interleaving(double... weights) {
        shares = new long[weights.length];
        double rest = 0;
        for (int i = weights.length - 1; i >= 0; i--) {
            rest += weights[i];
            shares[i] = Math.max(1, Math.round(weights[i] / rest * (1L << SHARE_BITS)));
        }
    }

    /** Returns who has a position, from 0. */
    Turn at(long position) {
        long cursor = position;
        for (int source = 0; source < shares.length - 1; source++) {
            long taken = taken(cursor, shares[source]);
            if (taken(cursor + 1, shares[source]) > taken) {
                return new Turn(source, taken);
            }
            cursor -= taken;
        }
        return new Turn(shares.length - 1, cursor);
    }

    /** Returns how many of the first positions are a source's. */
    long before(long position, int source) {
        long rest = position;
        for (int earlier = 0; earlier < source; earlier++) {
            rest -= taken(rest, shares[earlier]);
        }
        return source == shares.length - 1 ? rest : taken(rest, shares[source]);
    }

    /** Returns {@code ceil(count * share / 2^32)}. */
    private static long taken(long count, long share) {
        long high = Math.multiplyHigh(count, share);
        long low = count * share;
        long floor = high << SHARE_BITS | low >>> SHARE_BITS;
        return (low & ((1L << SHARE_BITS) - 1)) == 0 ? floor : floor + 1;
    }
}
