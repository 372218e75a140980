package io.magma.train.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Batches in the global order, prepared ahead on background threads.
 *
 * <p>What comes out does not depend on the number of threads or their timing. The loader itself is used by one thread.
 */
public final class BatchLoader implements Iterator<HostBatch>, AutoCloseable {

    private static final int AHEAD_PER_WORKER = 2;

    private final BatchBuilder builder;
    private final RankShare share;
    private final CorruptionLimit limit;
    private final RowTally tally;
    private final ExecutorService workers;
    private final int ahead;
    private final long end;
    private final Queue<Future<BatchBuilder.Built>> pending = new ArrayDeque<>();
    private long submitted;
    private long position;

    /**
     * Starts preparing.
     *
     * @param tally counts rows
     * @param position where in the global order to begin
     * @param end where it ends, {@link Long#MAX_VALUE} for never
     * @param workerCount background threads, at least 1
     */
    BatchLoader(
            BatchBuilder builder,
            RankShare share,
            RowTally tally,
            long position,
            long end,
            int workerCount,
            double maxCorrupt) {
        this.builder = builder;
        this.share = share;
        this.tally = tally;
        this.position = position;
        this.submitted = position;
        this.end = end;
        limit = new CorruptionLimit(maxCorrupt, builder.passLength());
        ahead = AHEAD_PER_WORKER * workerCount;
        AtomicInteger number = new AtomicInteger();
        workers = Executors.newFixedThreadPool(workerCount, task -> {
            Thread thread = new Thread(task, "batch-loader-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        submit();
    }

    private void submit() {
        while (pending.size() < ahead && hasRows(submitted)) {
            long[] positions = share.positions(submitted, end);
            long next = submitted + share.stride();
            pending.add(workers.submit(() -> builder.build(positions, next)));
            submitted = next;
        }
        if (!hasRows(submitted)) {
            // lets the threads end by themselves, also when nobody closes a finished loader
            workers.shutdown();
        }
    }

    private boolean hasRows(long start) {
        return start < end - share.rank();
    }

    /** Returns whether there is another batch for this process; always so while training. */
    @Override
    public boolean hasNext() {
        return hasRows(position);
    }

    /**
     * Returns the next batch, waiting for it if need be.
     *
     * @throws DataException if it cannot be made or too many samples were unreadable
     * @throws NoSuchElementException after the last
     */
    @Override
    public HostBatch next() {
        Future<BatchBuilder.Built> first = pending.poll();
        if (first == null) {
            throw new NoSuchElementException("the data ended at position " + position);
        }
        submit();
        BatchBuilder.Built built = await(first);
        limit.count(built);
        tally.count(built);
        position += share.stride();
        builder.release(position);
        return built.batch();
    }

    private static BatchBuilder.Built await(Future<BatchBuilder.Built> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a batch");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataException data) {
                throw data;
            }
            throw new IllegalStateException("batch loader failed: " + e.getCause(), e.getCause());
        }
    }

    /** Returns the position in the global order after the last batch that was returned; a loader made there goes on alike. */
    public long position() {
        return position;
    }

    /**
     * Returns where a loader goes on alike, in this process or, summed with those of the other processes as {@link DataCursor}
     * says, in a later run.
     *
     * @throws DataException if a streamed source cannot be reached
     */
    public DataCursor cursor() {
        Map<String, Long> state = new TreeMap<>(builder.state(position));
        if (!state.isEmpty()) {
            state.putAll(tally.state());
        }
        return new DataCursor(position, state);
    }

    /** Returns how many reads found a sample unreadable, over the batches that were returned. */
    public long corruptReads() {
        return limit.corrupt();
    }

    /**
     * Returns the number of samples (or blocks of packed text) of one pass over the data; {@link Long#MAX_VALUE} if a source is
     * streamed.
     */
    public long passLength() {
        return builder.passLength();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        pending.clear();
        builder.close();
    }
}
