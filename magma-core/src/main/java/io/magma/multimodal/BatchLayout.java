package io.magma.multimodal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where every embedding of a batch of mixed rows comes from, and which of them predict what.
 *
 * <p>The embeddings of a batch are one gather: all tokens of all rows are embedded as one list, followed by the prefixes of all
 * pictures; {@link #gather} picks from that list position by position. Labels are positions in the flattened batch, so the
 * head runs only where something is to be predicted.
 */
public final class BatchLayout {
    private final int rows;
    private final int length;
    private final long[] tokenIds;
    private final long[] gather;
    private final long[] labelPositions;
    private final long[] labels;
    private final int[] padding;
    private final int[] ends;
    private final int images;

    private BatchLayout(Builder b) {
        rows = b.sequences.size();
        length = b.length;
        tokenIds = b.tokenIds.toArray();
        gather = b.gather;
        labelPositions = b.labelPositions.toArray();
        labels = b.labels.toArray();
        padding = b.padding;
        ends = b.ends;
        images = b.images;
    }

    /**
     * For training and scoring: rows start together, and the last item of each is only predicted, never read.
     *
     * @param tokensPerImage embeddings of one picture
     */
    public static BatchLayout forTargets(List<TokenSequence> rows, int tokensPerImage) {
        return new BatchLayout(new Builder(rows, tokensPerImage, true));
    }

    /**
     * For generation: rows end together.
     *
     * @param tokensPerImage embeddings of one picture
     */
    public static BatchLayout forPrompts(List<TokenSequence> rows, int tokensPerImage) {
        return new BatchLayout(new Builder(rows, tokensPerImage, false));
    }

    /** B. */
    public int rows() {
        return rows;
    }

    /** T, the longest row. */
    public int length() {
        return length;
    }

    /** Pictures in the batch. */
    public int images() {
        return images;
    }

    /** All tokens that are read, row by row. */
    long[] tokenIds() {
        return tokenIds;
    }

    /** Indexes into tokens followed by prefix positions, B * T of them; padding points at 0. */
    long[] gather() {
        return gather;
    }

    /** Flat positions b * T + t that predict a label. */
    long[] labelPositions() {
        return labelPositions;
    }

    /** What they predict. */
    public long[] labels() {
        return labels.clone();
    }

    /** Padding at the start of each row. */
    public int[] padding() {
        return padding.clone();
    }

    /** What stands at every position of every row, B rows of T: what the decoder reads there and what it is to predict. */
    public List<List<LayoutPosition>> positions() {
        Map<Long, Long> labelAt = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            labelAt.put(labelPositions[i], labels[i]);
        }
        List<List<LayoutPosition>> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<LayoutPosition> line = new ArrayList<>();
            for (int t = 0; t < length; t++) {
                Long label = labelAt.get((long) row * length + t);
                OptionalLong predicted = label == null ? OptionalLong.empty() : OptionalLong.of(label);
                boolean read = t >= padding[row] && t < ends[row];
                line.add(read ? read(gather[row * length + t], predicted) : LayoutPosition.PADDING);
            }
            all.add(List.copyOf(line));
        }
        return List.copyOf(all);
    }

    private LayoutPosition read(long source, OptionalLong label) {
        return source < tokenIds.length
                ? new LayoutPosition(LayoutPosition.Kind.TOKEN, tokenIds[(int) source], label)
                : new LayoutPosition(LayoutPosition.Kind.IMAGE, -1, label);
    }

    private static final class Builder {
        private final List<TokenSequence> sequences;
        private final int tokensPerImage;
        private final boolean targets;
        private final LongList tokenIds = new LongList();
        private final LongList labelPositions = new LongList();
        private final LongList labels = new LongList();
        private final int[] padding;
        private final int[] ends;
        private final int length;
        private final long[] gather;
        private int images;

        Builder(List<TokenSequence> sequences, int tokensPerImage, boolean targets) {
            this.sequences = sequences;
            this.tokensPerImage = tokensPerImage;
            this.targets = targets;
            this.padding = new int[sequences.size()];
            this.ends = new int[sequences.size()];
            this.length = sequences.stream().mapToInt(this::read).max().orElse(0);
            this.gather = new long[sequences.size() * length];
            int tokens = sequences.stream()
                    .mapToInt(s -> readItems(s) - imagesRead(s))
                    .sum();
            for (int row = 0; row < sequences.size(); row++) {
                place(row, tokens);
            }
        }

        // The last item of a row with targets is only predicted.
        private int readItems(TokenSequence s) {
            return targets && s.firstTarget() < s.items().length ? s.items().length - 1 : s.items().length;
        }

        private int imagesRead(TokenSequence s) {
            return (int) Arrays.stream(s.items(), 0, readItems(s))
                    .filter(i -> i == TokenSequence.IMAGE)
                    .count();
        }

        private int read(TokenSequence s) {
            return readItems(s) + imagesRead(s) * (tokensPerImage - 1);
        }

        private void place(int row, int tokens) {
            TokenSequence s = sequences.get(row);
            int[] items = s.items();
            int at = targets ? 0 : length - read(s);
            padding[row] = at;
            for (int i = 0; i < items.length; i++) {
                if (items[i] == TokenSequence.IMAGE) {
                    for (int k = 0; k < tokensPerImage; k++) {
                        gather[row * length + at++] = tokens + (long) images * tokensPerImage + k;
                    }
                    images++;
                    continue;
                }
                // The first token of a text has nothing before it that could predict it.
                if (i >= s.firstTarget() && at > 0) {
                    labelPositions.add((long) row * length + at - 1);
                    labels.add(items[i]);
                }
                if (i < readItems(s)) {
                    gather[row * length + at++] = tokenIds.size();
                    tokenIds.add(items[i]);
                }
            }
            ends[row] = at;
        }
    }
}
