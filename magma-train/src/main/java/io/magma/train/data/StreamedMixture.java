package io.magma.train.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sources of which at least one is streamed, read in order by one process.
 *
 * <p>The order is a pure function of seed and position, and so is what stands at a position as long as the shards do not change;
 * threads and processes only share out the reading.
 */
final class StreamedMixture implements PositionedSamples {

    private final long seed;
    private final LaneOrder order;
    private final RankShare share;
    private final StreamState state;
    private final List<LaneSource> sources;
    private final ExecutorService threads;

    private StreamedMixture(
            long seed,
            LaneOrder order,
            RankShare share,
            StreamState state,
            List<LaneSource> sources,
            ExecutorService threads) {
        this.seed = seed;
        this.order = order;
        this.share = share;
        this.state = state;
        this.sources = sources;
        this.threads = threads;
    }

    /**
     * Begins reading.
     *
     * @param streamed streamed sources by number
     * @param indexed all others by number
     * @param cursor where to begin
     * @throws io.magma.config.ConfigException if the cursor is that of other sources
     */
    static StreamedMixture open(
            long seed,
            LaneOrder order,
            Map<Integer, StreamedSource> streamed,
            Map<Integer, LaneSource> indexed,
            RankShare share,
            DataCursor cursor) {
        StreamState state = new StreamState(streamed, order.lanes());
        state.check(cursor);
        ExecutorService threads = threads();
        Map<Integer, LaneSource> all = new TreeMap<>(indexed);
        streamed.forEach((number, source) -> all.put(
                number,
                source.open(
                        lane -> order.turnsBefore(cursor.position(), lane, number),
                        lane -> state.read(cursor, number, lane),
                        threads)));
        return new StreamedMixture(seed, order, share, state, List.copyOf(all.values()), threads);
    }

    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        // A lane has at most one block in the making, so there are at most as many threads as lanes.
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "shard-reader-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Slot at(long position) {
        LaneOrder.Place place = order.at(position);
        return sources.get(place.source()).at(place.lane(), place.turn(), SampleOrder.draw(seed, position));
    }

    @Override
    public long passLength() {
        return Long.MAX_VALUE;
    }

    @Override
    public Map<String, Long> state(long position) {
        return state.write(
                share,
                (source, lane) -> sources.get(source)
                        .cursor(lane, order.turnsBefore(position, lane, source))
                        .orElseThrow());
    }

    @Override
    public void release(long position) {
        for (int source = 0; source < sources.size(); source++) {
            for (int lane = 0; lane < order.lanes(); lane++) {
                sources.get(source).release(lane, order.turnsBefore(position, lane, source));
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sources.forEach(LaneSource::close);
    }
}
