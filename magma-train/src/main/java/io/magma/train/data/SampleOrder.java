package io.magma.train.data;

import java.util.List;

/**
 * The one global order of the samples of a run: a pure function of seed and position.
 *
 * <p>Sources take turns by weight. A source's n samples come in file order or, shuffled, in another order each epoch, every
 * sample once an epoch. Rank r of N takes positions r, r + N, r + 2N and so on.
 */
public final class SampleOrder {

    /**
     * What the order must know of a source.
     *
     * @param size samples, at least 1
     * @param weight relative share, greater than 0
     * @param shuffle whether each epoch has its own order
     */
    public record Share(int size, double weight, boolean shuffle) {}

    /**
     * A sample's place.
     *
     * @param source number of the source
     * @param index of the sample in the source
     * @param epoch passes over the source before this one
     * @param place within the epoch's order
     * @param draw random bits of the position, for captions and augmentation
     */
    public record Pick(int source, int index, long epoch, int place, long draw) {}

    private final long seed;
    private final List<Share> shares;
    private final Interleaving interleaving;

    /** Fixes the order. */
    public SampleOrder(long seed, List<Share> shares) {
        this.seed = seed;
        this.shares = List.copyOf(shares);
        interleaving =
                new Interleaving(shares.stream().mapToDouble(Share::weight).toArray());
    }

    /** Returns the sample at a position, from 0 without end. */
    public Pick at(long position) {
        Interleaving.Turn turn = interleaving.at(position);
        return at(turn.source(), turn.cursor(), draw(seed, position));
    }

    /** Returns the sample that a source gives in its turn with a number, from 0 without end. */
    Pick at(int source, long turn, long draw) {
        int size = shares.get(source).size();
        return pick(source, turn / size, (int) (turn % size), draw);
    }

    /** Returns the random bits of a position. */
    static long draw(long seed, long position) {
        return Mixer.mix(seed, 1, position);
    }

    /** Returns what stands in for a sample that cannot be read: the one after it in the same epoch of its source. */
    public Pick after(Pick pick) {
        int size = shares.get(pick.source()).size();
        return pick(pick.source(), pick.epoch(), (pick.place() + 1) % size, Mixer.mix(pick.draw()));
    }

    private Pick pick(int source, long epoch, int place, long draw) {
        Share share = shares.get(source);
        int index =
                share.shuffle() ? new Permutation(share.size(), Mixer.mix(seed, 2, source, epoch)).at(place) : place;
        return new Pick(source, index, epoch, place, draw);
    }
}
