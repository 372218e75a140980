package io.magma.train.data;

import java.util.Optional;

/** One source of a mixture with streamed sources, whose turns are dealt out to lanes. Safe for use by several threads. */
interface LaneSource extends AutoCloseable {

    /**
     * Returns what may stand at a position.
     *
     * @param turn number of this source's turn in the lane
     * @param draw random bits of the position
     * @throws DataException if it cannot be reached
     */
    Slot at(int lane, long turn, long draw);

    /** Returns what is needed to go on in a lane at a turn; empty if the turn is enough. */
    default Optional<StreamCursor> cursor(int lane, long turn) {
        return Optional.empty();
    }

    /** Frees what only turns of a lane before one need. */
    default void release(int lane, long turn) {}

    @Override
    default void close() {}
}
