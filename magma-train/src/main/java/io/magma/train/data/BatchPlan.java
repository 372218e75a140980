package io.magma.train.data;

/**
 * Opened sources in a fixed global order, from which loaders are made; they share what is kept in memory.
 *
 * <p>Rank r of N gets rows r, r + N, r + 2N and so on. Where the order ends, the last batch may be smaller and a rank may get
 * one batch less than another.
 */
public final class BatchPlan {

    private final BatchBuilder builder;
    private final long end;
    private final int workers;
    private final double maxCorruptFraction;

    BatchPlan(BatchBuilder builder, long end, int workers, double maxCorruptFraction) {
        this.builder = builder;
        this.end = end;
        this.workers = workers;
        this.maxCorruptFraction = maxCorruptFraction;
    }

    /** Returns the number of samples (or blocks of packed text) of one pass over the sources. */
    public long passLength() {
        return builder.passLength();
    }

    /**
     * Returns a loader that starts at a position of the global order.
     *
     * @param position 0, or what {@link BatchLoader#position} of an earlier loader told
     */
    public BatchLoader loader(RankShare share, long position) {
        return new BatchLoader(builder, share, position, end, workers, maxCorruptFraction);
    }

    /**
     * Returns the batches from the beginning; every iteration starts anew.
     *
     * @param maxBatches batches of a process after which an iteration ends; 0 means as many as there are
     */
    public Iterable<HostBatch> fromStart(RankShare share, int maxBatches) {
        long bound = maxBatches == 0 ? end : Math.min(end, maxBatches * share.stride());
        return () -> new BatchLoader(builder, share, 0, bound, workers, maxCorruptFraction);
    }
}
