package io.magma.train.data;

import io.magma.config.ConfigException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Names of the numbers that a checkpoint keeps of streamed sources: where the block of each lane begins, and what the source
 * was, so that another one is not mistaken for it.
 */
final class StreamState {

    private static final String LANES = "stream.lanes";

    private final Map<Integer, StreamedSource> sources;
    private final int lanes;

    /** Names the numbers of sources by their number. */
    StreamState(Map<Integer, StreamedSource> sources, int lanes) {
        this.sources = new TreeMap<>(sources);
        this.lanes = lanes;
    }

    /**
     * Returns all numbers; those that another process tells are 0.
     *
     * @param share which process this is
     * @param cursors where a source's lane stands, for the lanes that this process tells
     */
    Map<String, Long> write(RankShare share, BiFunction<Integer, Integer, StreamCursor> cursors) {
        Map<String, Long> numbers = new TreeMap<>();
        boolean first = share.rank() == 0;
        numbers.put(LANES, first ? lanes : 0L);
        sources.forEach((number, source) -> {
            identity(number, source).forEach((name, value) -> numbers.put(name, first ? value : 0L));
            for (int lane = 0; lane < lanes; lane++) {
                StreamCursor cursor =
                        share.tellsOf(lane, lanes) ? cursors.apply(number, lane) : new StreamCursor(0, 0, 0, 0);
                String name = lane(number, lane);
                numbers.put(name + "visit", cursor.visit());
                numbers.put(name + "offset", cursor.offset());
                numbers.put(name + "group", cursor.group());
                numbers.put(name + "used", cursor.used());
            }
        });
        return numbers;
    }

    /**
     * Refuses a cursor that other sources left.
     *
     * @throws ConfigException if it is not one of these sources
     */
    void check(DataCursor cursor) {
        if (cursor.position() == 0 && cursor.state().isEmpty()) {
            return;
        }
        same(cursor, LANES, lanes, "data.streaming_lanes");
        sources.forEach((number, source) ->
                identity(number, source).forEach((name, value) -> same(cursor, name, value, "data.train." + number)));
    }

    /** Returns where a lane stood; empty at the beginning. */
    Optional<StreamCursor> read(DataCursor cursor, int source, int lane) {
        String name = lane(source, lane);
        if (!cursor.state().containsKey(name + "visit")) {
            return Optional.empty();
        }
        return Optional.of(new StreamCursor(
                number(cursor, name + "visit"),
                number(cursor, name + "offset"),
                number(cursor, name + "group"),
                number(cursor, name + "used")));
    }

    private static long number(DataCursor cursor, String name) {
        Long number = cursor.state().get(name);
        if (number == null) {
            throw new IllegalArgumentException("a data cursor without " + name + ": " + cursor);
        }
        return number;
    }

    private static String lane(int source, int lane) {
        return "stream." + source + ".lane." + lane + ".";
    }

    private static Map<String, Long> identity(int number, StreamedSource source) {
        return Map.of(
                "stream." + number + ".shards", (long) source.shards().size(), "stream." + number + ".block", (long)
                        source.settings().blockSize());
    }

    private static void same(DataCursor cursor, String name, long value, String key) {
        Long saved = cursor.state().get(name);
        if (saved == null || saved != value) {
            throw new ConfigException(
                    key + ": the checkpoint was made with other streaming settings, so that it cannot go"
                            + " on exactly: " + name + " is " + value + ", and was "
                            + (saved == null ? "not streamed" : saved));
        }
    }
}
