package io.magma.train.data;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * The blocks of one lane by number, each read in the background while the one before it is used. Safe for use by several
 * threads.
 */
final class StreamLane implements AutoCloseable {

    private final LaneReader reader;
    private final int blockSize;
    private final Executor threads;
    private final NavigableMap<Long, CompletableFuture<StreamBlock>> blocks = new TreeMap<>();
    private final NavigableMap<Long, StreamCursor> starts = new TreeMap<>();

    /**
     * A lane that reads nothing until it is asked.
     *
     * @param first number of the first block that will be asked for
     * @param start where that block begins
     * @param threads do the reading
     */
    StreamLane(LaneReader reader, int blockSize, long first, StreamCursor start, Executor threads) {
        this.reader = reader;
        this.blockSize = blockSize;
        this.threads = threads;
        starts.put(first, start);
    }

    /**
     * Returns a block, waiting for it if need be.
     *
     * @throws DataException if it cannot be read
     */
    StreamBlock block(long number) {
        CompletableFuture<StreamBlock> wanted;
        synchronized (this) {
            wanted = scheduled(number);
            var unused = scheduled(number + 1); // ready when it is asked for
        }
        return await(wanted);
    }

    /** Returns where a block begins, which is known without waiting once the block before it has been returned. */
    StreamCursor start(long number) {
        CompletableFuture<StreamBlock> before;
        synchronized (this) {
            StreamCursor known = starts.get(number);
            if (known != null) {
                return known;
            }
            before = scheduled(number - 1);
        }
        return await(before).next();
    }

    /** Forgets the blocks before one, as far as they are not needed to find it. */
    synchronized void release(long number) {
        Long oldest = starts.floorKey(number);
        if (oldest != null) {
            blocks.headMap(oldest).clear();
            starts.headMap(oldest).clear();
        }
    }

    private CompletableFuture<StreamBlock> scheduled(long number) {
        CompletableFuture<StreamBlock> known = blocks.get(number);
        if (known != null) {
            return known;
        }
        StreamCursor start = starts.get(number);
        if (start == null && starts.firstKey() > number) {
            throw new IllegalStateException("block " + number + " was released");
        }
        CompletableFuture<StreamBlock> block = start != null
                ? CompletableFuture.supplyAsync(() -> read(number, start), threads)
                : scheduled(number - 1).thenApplyAsync(before -> read(number, before.next()), threads);
        blocks.put(number, block);
        return block;
    }

    private StreamBlock read(long number, StreamCursor from) {
        StreamBlock block = reader.read(from, blockSize);
        synchronized (this) {
            starts.put(number + 1, block.next());
        }
        return block;
    }

    private static StreamBlock await(CompletableFuture<StreamBlock> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a shard");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataException data) {
                throw data;
            }
            throw new IllegalStateException("reading a shard failed: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
