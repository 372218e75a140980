package io.magma.train.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the shards of one lane in order, block after block.
 *
 * <p>A block is a pure function of its beginning; a connection is kept between blocks that follow each other.
 */
final class LaneReader implements Closeable {

    private static final Logger logger = LoggerFactory.getLogger(LaneReader.class);

    private final List<Shard> shards;
    private final VisitOrder order;
    private final int lanes;
    private final Function<WebDatasetSample, List<SampleMaker>> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    private Optional<ShardReader> reader = Optional.empty();
    private long visit;
    private long groups;
    private long incomplete;
    private List<SampleMaker> group = List.of();
    private StreamCursor groupStart = new StreamCursor(-1, 0, 0, 0);
    private int used;

    /**
     * A reader that has opened nothing yet.
     *
     * @param lanes how many lanes share the visits
     * @param maker makes samples of pictures with texts
     */
    LaneReader(List<Shard> shards, VisitOrder order, int lanes, Function<WebDatasetSample, List<SampleMaker>> maker) {
        this.shards = List.copyOf(shards);
        this.order = order;
        this.lanes = lanes;
        this.maker = maker;
    }

    /**
     * Reads a block.
     *
     * @param count samples of it
     * @throws DataException if a shard cannot be reached, or as many visits as an epoch has found no sample
     */
    StreamBlock read(StreamCursor from, int count) {
        lock.lock();
        try {
            if (!cursor().equals(from)) {
                seek(from);
            }
            List<SampleMaker> samples = new ArrayList<>(count);
            List<CorruptSampleException> damage = new ArrayList<>();
            long lastFound = visit;
            while (samples.size() < count) {
                if (used < group.size()) {
                    samples.add(group.get(used++));
                    lastFound = visit;
                } else {
                    advance(damage);
                    requireSamples(lastFound, damage);
                }
            }
            return new StreamBlock(samples, damage, cursor());
        } finally {
            if (closed) {
                closeShard();
            }
            lock.unlock();
        }
    }

    private StreamCursor cursor() {
        if (used < group.size()) {
            return new StreamCursor(visit, groupStart.offset(), groupStart.group(), used);
        }
        return reader.isPresent()
                ? new StreamCursor(visit, reader.get().offset(), groups, 0)
                : new StreamCursor(visit, 0, 0, 0);
    }

    private void seek(StreamCursor from) {
        closeShard();
        visit = from.visit();
        groups = from.group();
        group = List.of();
        used = 0;
        open(from.offset());
        if (from.used() > 0) {
            List<CorruptSampleException> none = new ArrayList<>();
            advance(none);
            used = Math.toIntExact(from.used());
            if (!none.isEmpty() || used > group.size()) {
                throw new DataException(shard().name() + ": has changed since the checkpoint was made: no "
                        + from.used() + " samples at byte " + from.offset());
            }
        }
    }

    private Shard shard() {
        return shards.get(order.at(visit).shard());
    }

    private void open(long offset) {
        incomplete = 0;
        reader = Optional.of(new ShardReader(shard(), offset));
    }

    private void advance(List<CorruptSampleException> damage) {
        if (closed) {
            throw new CancellationException("closed while it was read");
        }
        if (reader.isEmpty()) {
            open(0);
        }
        ShardReader open = reader.get();
        Optional<ShardReader.Group> next;
        try {
            next = open.next();
        } catch (CorruptSampleException e) {
            damage.add(e);
            nextVisit();
            return;
        }
        if (next.isEmpty()) {
            nextVisit();
            return;
        }
        groupStart = new StreamCursor(visit, next.get().offset(), groups, 0);
        used = 0;
        group = List.of();
        VisitOrder.Visit now = order.at(visit);
        if (groups++ % now.parts() == now.part()) {
            try {
                group = samples(next.get());
            } catch (CorruptSampleException e) {
                damage.add(e);
            }
        }
    }

    private List<SampleMaker> samples(ShardReader.Group found) {
        Optional<WebDatasetSample> sample = WebDatasetSample.of(found.key(), found.parts());
        if (sample.isEmpty() && !found.key().isEmpty()) {
            incomplete++;
        }
        return sample.map(maker).orElse(List.of());
    }

    private void nextVisit() {
        if (incomplete > 0) {
            logger.warn(
                    "{}: {} keys lack a picture or a text beside each other and are left out",
                    shard().name(),
                    incomplete);
        }
        closeShard();
        group = List.of();
        used = 0;
        groups = 0;
        visit += lanes;
    }

    private void requireSamples(long lastFound, List<CorruptSampleException> damage) {
        if ((visit - lastFound) / lanes > order.visitsPerEpoch()) {
            String last = damage.isEmpty()
                    ? ""
                    : "; the last: " + damage.get(damage.size() - 1).getMessage();
            throw new DataException(
                    shard().name() + ": no sample in this or any shard before it, over a whole epoch" + last);
        }
    }

    private void closeShard() {
        try {
            if (reader.isPresent()) {
                reader.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reader = Optional.empty();
        }
    }

    /** Ends reading: at once, or as soon as the thread that reads a block notices. */
    @Override
    public void close() {
        closed = true;
        if (lock.tryLock()) {
            try {
                closeShard();
            } finally {
                lock.unlock();
            }
        }
    }
}
