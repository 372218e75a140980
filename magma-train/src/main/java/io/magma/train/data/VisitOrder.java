package io.magma.train.data;

/**
 * In which order the lanes of a source visit its shards, a pure function of the visit's number.
 *
 * <p>Visits are numbered over epochs, and lane l of L makes the visits l, l + L, l + 2L and so on, so that no two lanes make
 * the same one. Each epoch has every shard once, in an order of its own, or in that of the files, begun one later each
 * time so that no lane has the same shards for ever. Fewer shards than lanes are divided into as many parts as it takes, of
 * every so-manieth group each.
 */
final class VisitOrder {

    /**
     * What is read in a visit.
     *
     * @param shard number of the shard
     * @param part the groups whose number in the shard has this remainder
     * @param parts divisor of that remainder
     */
    record Visit(int shard, int part, int parts) {}

    private final int shards;
    private final int parts;
    private final boolean shuffle;
    private final long seed;

    VisitOrder(int shards, int lanes, boolean shuffle, long seed) {
        this.shards = shards;
        this.parts = (lanes + shards - 1) / shards;
        this.shuffle = shuffle;
        this.seed = seed;
    }

    /** Returns the number of parts of every shard. */
    int parts() {
        return parts;
    }

    /** Returns the visits of an epoch: shards times parts. */
    int visitsPerEpoch() {
        return Math.multiplyExact(shards, parts);
    }

    /** Returns what a visit reads. */
    Visit at(long number) {
        int visits = visitsPerEpoch();
        long epoch = number / visits;
        int place = (int) (number % visits);
        int chosen =
                shuffle ? new Permutation(visits, Mixer.mix(seed, epoch)).at(place) : (int) ((place + epoch) % visits);
        return new Visit(chosen / parts, chosen % parts, parts);
    }
}
