package io.magma.train.data;

/**
 * Which lane and which source have a position, where sources are streamed: a pure function of the position.
 *
 * <p>Position p is lane {@code p mod L}'s, so that rank r of N, which takes the positions r, r + N and so on, meets only the lanes
 * that equal r modulo gcd(N, L): where L is a multiple of N, no lane belongs to two ranks. Within a lane sources take turns
 * by weight; lane l begins l turns late, so that neighbouring positions have their turns in order.
 */
final class LaneOrder {

    /**
     * A position's place.
     *
     * @param lane number of the lane
     * @param source number of the source
     * @param turn how many turns that source had in that lane before
     */
    record Place(int lane, int source, long turn) {}

    private final Interleaving interleaving;
    private final int lanes;

    LaneOrder(int lanes, double... weights) {
        this.lanes = lanes;
        interleaving = new Interleaving(weights);
    }

    int lanes() {
        return lanes;
    }

    /** Returns the place of a position, from 0 without end. */
    Place at(long position) {
        int lane = (int) (position % lanes);
        Interleaving.Turn turn = interleaving.at(position / lanes + lane);
        return new Place(lane, turn.source(), turn.cursor() - interleaving.before(lane, turn.source()));
    }

    /** Returns how many turns a source has in a lane before a position. */
    long turnsBefore(long position, int lane, int source) {
        long ofLane = position / lanes + (position % lanes > lane ? 1 : 0);
        return interleaving.before(ofLane + lane, source) - interleaving.before(lane, source);
    }
}
