package io.magma.train.data;

import java.util.Map;

/** Samples by position in the global order. Safe for use by several threads. */
interface PositionedSamples extends AutoCloseable {

    /**
     * Returns what may stand at a position, from 0 without end.
     *
     * @throws DataException if it cannot be reached
     */
    Slot at(long position);

    /** Returns the number of samples of one pass over all sources; {@link Long#MAX_VALUE} if nobody knows. */
    long passLength();

    /** Returns what, beside the position, is needed to go on at a position; nothing if all is indexed. */
    default Map<String, Long> state(long position) {
        return Map.of();
    }

    /** Frees what only positions before one need. */
    default void release(long position) {}

    @Override
    default void close() {}
}
