package io.magma.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What prompts have in common: a tree of segments, each of which is read once for all rows below it.
 *
 * <p>A beginning becomes a segment of its own where what it saves, positions times rows but one, outweighs another pass of the
 * decoder. Every row ends with a segment of its own of at least one position, whose last hidden state predicts the row's
 * first token.
 */
final class PrefixTree {
    private final int cost;
    private final List<int[]> rows;
    private final boolean known;
    private final int[] common;
    private final List<Segment> segments = new ArrayList<>();

    private PrefixTree(List<int[]> rows, boolean known, int cost) {
        this.rows = rows;
        this.known = known;
        this.cost = cost;
        this.common = new int[rows.size()];
        for (int i = 1; i < common.length; i++) {
            common[i] = common(rows.get(i - 1), rows.get(i));
        }
    }

    /**
     * A piece of one or more rows.
     *
     * @param parent the piece before it, if any
     * @param row a row that contains it, from 0; -1 if it is a beginning of the known one, which need not be read
     * @param start first position
     * @param end position after the last
     * @param leaf whether the row ends with it
     * @param level pieces of a level can be read together, once those of the levels before are; -1 for what is known
     */
    record Segment(Optional<Segment> parent, int row, int start, int end, boolean leaf, int level) {
        int length() {
            return end - start;
        }

        boolean known() {
            return level < 0;
        }
    }

    /**
     * Finds what rows share.
     *
     * @param rows in lexicographic order, none of them empty
     * @param known a row that was read already and comes before all others in this order, if any
     * @param cost positions that are worth a pass
     * @return the segments, each after its parent; the leaves are in the order of the rows
     */
    static List<Segment> of(List<int[]> rows, Optional<int[]> known, int cost) {
        List<int[]> all = new ArrayList<>();
        known.ifPresent(all::add);
        all.addAll(rows);
        PrefixTree tree = new PrefixTree(all, known.isPresent(), cost);
        tree.split(0, all.size(), 0, 0, Optional.empty());
        return tree.segments;
    }

    /** Positions two rows have in common at their start. */
    static int common(int[] a, int[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }

    // Rows from..to agree in "agreed" positions, of which the first "read" are in the segments down to the parent.
    private void split(int from, int to, int read, int agreed, Optional<Segment> parent) {
        int start = from;
        while (start < to) {
            int end = start + 1;
            while (end < to && common[end] > agreed) {
                end++;
            }
            if (end - start > 1) {
                group(start, end, read, parent);
            } else if (!virtual(start)) {
                int length = rows.get(start).length;
                segments.add(new Segment(parent, number(start), read, length, true, below(parent)));
            }
            start = end;
        }
    }

    private void group(int from, int to, int read, Optional<Segment> parent) {
        int agreed = Arrays.stream(common, from + 1, to).min().orElseThrow();
        int shared = agreed;
        for (int i = virtual(from) ? from + 1 : from; i < to; i++) {
            shared = Math.min(shared, rows.get(i).length - 1);
        }
        int saved = (to - from - 1) * (shared - read);
        if (saved <= (virtual(from) ? 0 : cost)) {
            split(from, to, read, agreed, parent);
            return;
        }
        int level = virtual(from) ? -1 : below(parent);
        Segment segment = new Segment(parent, number(from), read, shared, false, level);
        segments.add(segment);
        split(from, to, shared, agreed, Optional.of(segment));
    }

    private boolean virtual(int index) {
        return known && index == 0;
    }

    private int number(int index) {
        return known ? index - 1 : index;
    }

    private static int below(Optional<Segment> parent) {
        return parent.map(Segment::level).orElse(-1) + 1;
    }
}
