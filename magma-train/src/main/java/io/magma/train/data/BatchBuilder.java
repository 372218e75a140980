package io.magma.train.data;

import java.util.List;

/** Makes batches of what lies at given positions. Safe for use by several threads; a pure function of its arguments. */
interface BatchBuilder {

    /**
     * A batch and what went wrong on the way.
     *
     * @param batch the batch
     * @param reads samples tried
     * @param corrupt those of them that could not be read
     */
    record Built(HostBatch batch, int reads, List<CorruptSampleException> corrupt) {}

    /**
     * Builds a batch.
     *
     * @param positions in the global order, one a row
     * @param nextPosition where the order goes on after the batch
     * @throws DataException if it cannot be built
     */
    Built build(long[] positions, long nextPosition);

    /** Returns the number of positions of one pass over everything. */
    long passLength();
}
