package io.magma.train.data;

import java.util.Map;

/**
 * Sources in a fixed global order, from which loaders are made; they share what is kept in memory.
 *
 * <p>Rank r of N gets rows r, r + N, r + 2N and so on. Where the order ends, the last batch may be smaller and a rank may get
 * one batch less than another.
 */
public final class BatchPlan {

    /** Begins making batches. */
    interface Opener {

        /**
         * Returns what makes the batches of one process from somewhere on; it is used by one loader and closed with it.
         *
         * @throws io.magma.config.ConfigException if the cursor is that of other sources
         */
        BatchBuilder open(RankShare share, DataCursor cursor);
    }

    private final Opener opener;
    private final int sources;
    private final long end;
    private final int workers;
    private final double maxCorruptFraction;
    private final Traffic traffic;

    BatchPlan(Opener opener, int sources, long end, int workers, double maxCorruptFraction, Traffic traffic) {
        this.opener = opener;
        this.sources = sources;
        this.end = end;
        this.workers = workers;
        this.maxCorruptFraction = maxCorruptFraction;
        this.traffic = traffic;
    }

    /** Returns what streamed sources have read in this process. */
    public Traffic traffic() {
        return traffic;
    }

    /**
     * Returns a loader that goes on somewhere.
     *
     * @param cursor {@link DataCursor#START}, or what {@link BatchLoader#cursor} of an earlier loader told
     * @throws io.magma.config.ConfigException if the cursor is that of other sources
     */
    public BatchLoader loader(RankShare share, DataCursor cursor) {
        return loader(share, cursor, end);
    }

    /**
     * Returns a loader that starts at a position of the global order.
     *
     * @param position 0, or what {@link BatchLoader#position} of an earlier loader told, if no source is streamed
     */
    public BatchLoader loader(RankShare share, long position) {
        return loader(share, new DataCursor(position, Map.of()));
    }

    private BatchLoader loader(RankShare share, DataCursor cursor, long bound) {
        return new BatchLoader(
                opener.open(share, cursor),
                share,
                new RowTally(sources, share, cursor),
                cursor.position(),
                bound,
                workers,
                maxCorruptFraction);
    }

    /**
     * Returns the batches from the beginning; every iteration starts anew.
     *
     * @param maxBatches batches of a process after which an iteration ends; 0 means as many as there are
     */
    public Iterable<HostBatch> fromStart(RankShare share, int maxBatches) {
        long bound = maxBatches == 0 ? end : Math.min(end, maxBatches * share.stride());
        return () -> loader(share, DataCursor.START, bound);
    }
}
