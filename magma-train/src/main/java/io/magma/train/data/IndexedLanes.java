package io.magma.train.data;

import java.util.List;

/**
 * An indexed source beside streamed ones: lane l of L has every L-th turn of its order.
 *
 * @param origin the samples
 * @param source number of the source
 * @param order its order
 * @param lanes number of lanes
 */
record IndexedLanes(IndexedSamples.Origin origin, int source, SampleOrder order, int lanes) implements LaneSource {

    @Override
    public Slot at(int lane, long turn, long draw) {
        SampleOrder.Pick pick = order.at(0, Math.addExact(Math.multiplyExact(turn, (long) lanes), lane), draw);
        return new Slot(source, List.of(), new IndexedSamples.Candidates(origin, order, pick));
    }
}
