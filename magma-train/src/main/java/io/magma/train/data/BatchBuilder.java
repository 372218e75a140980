package io.magma.train.data;

import java.util.List;
import java.util.Map;

/** Makes batches of what lies at given positions. Safe for use by several threads; a pure function of its arguments. */
interface BatchBuilder extends AutoCloseable {

    /**
     * A batch and what went wrong on the way.
     *
     * @param batch the batch
     * @param reads samples tried
     * @param corrupt those of them that could not be read
     * @param sources number of each row's source; empty for packed text
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Built(HostBatch batch, int reads, List<CorruptSampleException> corrupt, int[] sources) {}

    /**
     * Builds a batch.
     *
     * @param positions in the global order, one a row
     * @param nextPosition where the order goes on after the batch
     * @throws DataException if it cannot be built
     */
    Built build(long[] positions, long nextPosition);

    /** Returns the number of positions of one pass over everything; {@link Long#MAX_VALUE} if nobody knows. */
    long passLength();

    /** Returns what, beside the position, is needed to go on at a position; nothing if all sources are indexed. */
    default Map<String, Long> state(long position) {
        return Map.of();
    }

    /** Frees what only positions before one need. */
    default void release(long position) {}

    @Override
    default void close() {}
}
