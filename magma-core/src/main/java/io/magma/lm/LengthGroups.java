package io.magma.lm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which rows of a batch go through the decoder together, so that short ones are not padded to the longest. */
public final class LengthGroups {
    /**
     * Positions whose computation takes as long as one more pass of few rows takes to set up: a few hundred operator calls of
     * 5 to 10 microseconds, for a small model on a CPU and a large one on a GPU alike.
     */
    public static final int COST_OF_A_PASS = 64;

    private LengthGroups() {}

    /**
     * Splits rows into groups of similar length such that padded positions and passes together cost the least.
     *
     * @param lengths of the rows
     * @return row numbers of each group, in ascending order of length, equal lengths in the order of the rows
     */
    public static List<int[]> of(int[] lengths) {
        return of(lengths, ShapeGrid.FREE);
    }

    /**
     * Splits rows into groups whose shapes lie on a grid.
     *
     * @param lengths of the rows
     * @return as {@link #of(int[])} does
     */
    public static List<int[]> of(int[] lengths, ShapeGrid grid) {
        int[] rows = new int[lengths.length];
        Arrays.setAll(rows, i -> i);
        int[] ordered = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingInt(row -> lengths[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        // best[j]: least cost of the first j rows; from[j]: where its last group begins.
        long[] best = new long[ordered.length + 1];
        int[] from = new int[ordered.length + 1];
        int step = grid.rowStep(ordered.length);
        for (int j = 1; j <= ordered.length; j++) {
            best[j] = Long.MAX_VALUE;
            for (int i = 0; i < j; i += step) {
                long cost = best[i] + COST_OF_A_PASS + (long) (j - i) * grid.length(lengths[ordered[j - 1]]);
                if (cost < best[j]) {
                    best[j] = cost;
                    from[j] = i;
                }
            }
        }
        List<int[]> groups = new ArrayList<>();
        for (int end = ordered.length; end > 0; end = from[end]) {
            groups.add(0, Arrays.copyOfRange(ordered, from[end], end));
        }
        return groups;
    }
}
