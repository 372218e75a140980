package io.magma.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where reading goes on.
 *
 * @param position in the global order
 * @param state what else a loader of streamed sources must know, by name; empty if all sources are indexed. It is the sum, name
 *     by name, of what the loaders of all processes told: each tells of its own lanes and says 0 of the others.
 */
public record DataCursor(long position, Map<String, Long> state) {

    /** The beginning. */
    public static final DataCursor START = new DataCursor(0, Map.of());

    static final String SKIPPED = "skipped";

    private static final String POSITION = "position";

    /** Makes the state unmodifiable. */
    public DataCursor {
        state = Map.copyOf(state);
    }

    /** Returns the name of the number of rows that a source has given. */
    static String rows(int source) {
        return "rows." + source;
    }

    /** Returns how many rows each source has given since the run began, in their order; empty if all sources are indexed. */
    public List<Long> rowsOfSources() {
        List<Long> rows = new ArrayList<>();
        for (int source = 0; state.containsKey(rows(source)); source++) {
            rows.add(state.get(rows(source)));
        }
        return rows;
    }

    /** Returns how many samples were skipped since the run began, as far as sources are streamed. */
    public long skipped() {
        return state.getOrDefault(SKIPPED, 0L);
    }

    /** Returns all of it by name. */
    public Map<String, Long> toMap() {
        Map<String, Long> map = new TreeMap<>(state);
        map.put(POSITION, position);
        return map;
    }

    /**
     * Returns what {@link #toMap} wrote.
     *
     * @throws IllegalArgumentException if there is no position
     */
    public static DataCursor of(Map<String, Long> map) {
        Map<String, Long> state = new TreeMap<>(map);
        Long position = state.remove(POSITION);
        if (position == null) {
            throw new IllegalArgumentException("a data cursor without a position: " + map);
        }
        return new DataCursor(position, state);
    }
}
