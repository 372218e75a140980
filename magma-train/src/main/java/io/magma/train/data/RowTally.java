package io.magma.train.data;

import java.util.Map;
import java.util.TreeMap;

/** How many rows each source has given, and how many samples were skipped, since the run began. */
final class RowTally {

    private final long[] rows;
    private long skipped;

    /**
     * Goes on counting.
     *
     * @param sources number of sources
     * @param start what was counted before, over all processes; only the first of them goes on from it
     */
    RowTally(int sources, RankShare share, DataCursor start) {
        rows = new long[sources];
        if (share.rank() == 0) {
            for (int source = 0; source < sources; source++) {
                rows[source] = start.state().getOrDefault(DataCursor.rows(source), 0L);
            }
            skipped = start.state().getOrDefault(DataCursor.SKIPPED, 0L);
        }
    }

    void count(BatchBuilder.Built built) {
        for (int source : built.sources()) {
            rows[source]++;
        }
        skipped += built.corrupt().size();
    }

    /** Returns the counts by name. */
    Map<String, Long> state() {
        Map<String, Long> state = new TreeMap<>();
        for (int source = 0; source < rows.length; source++) {
            state.put(DataCursor.rows(source), rows[source]);
        }
        state.put(DataCursor.SKIPPED, skipped);
        return state;
    }
}
