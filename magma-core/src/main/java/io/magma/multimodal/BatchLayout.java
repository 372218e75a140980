package io.magma.multimodal;

import java.util.Arrays;
import java.util.List;

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
    private final int images;

    private BatchLayout(Builder b) {
        rows = b.sequences.size();
        length = b.length;
        tokenIds = b.tokenIds.toArray();
        gather = b.gather;
        labelPositions = b.labelPositions.toArray();
        labels = b.labels.toArray();
        padding = b.padding;
        images = b.images;
    }

    /**
     * For training and scoring: rows start together, and the last item of each is only predicted, never read.
     *
     * @param tokensPerImage embeddings of one picture
     */
    public static BatchLayout forTargets(List<TokenSequence> rows, int tokensPerImage) {
        return forTargets(rows, tokensPerImage, 0);
    }

    /**
     * For training and scoring, with rows of at least some length.
     *
     * @param tokensPerImage embeddings of one picture
     * @param least positions that rows are padded to if all are shorter
     */
    public static BatchLayout forTargets(List<TokenSequence> rows, int tokensPerImage, int least) {
        return new BatchLayout(new Builder(rows, tokensPerImage, true, least));
    }

    /**
     * For generation: rows end together.
     *
     * @param tokensPerImage embeddings of one picture
     */
    public static BatchLayout forPrompts(List<TokenSequence> rows, int tokensPerImage) {
        return new BatchLayout(new Builder(rows, tokensPerImage, false, 0));
    }

    /** B. */
    public int rows() {
        return rows;
    }

    /** T, the longest row, or more if the layout was asked to be longer. */
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

    private static final class Builder {
        private final List<TokenSequence> sequences;
        private final int tokensPerImage;
        private final boolean targets;
        private final LongList tokenIds = new LongList();
        private final LongList labelPositions = new LongList();
        private final LongList labels = new LongList();
        private final int[] padding;
        private final int length;
        private final long[] gather;
        private int images;

        Builder(List<TokenSequence> sequences, int tokensPerImage, boolean targets, int least) {
            this.sequences = sequences;
            this.tokensPerImage = tokensPerImage;
            this.targets = targets;
            this.padding = new int[sequences.size()];
            this.length = Math.max(
                    least, sequences.stream().mapToInt(this::read).max().orElse(0));
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
        }
    }
}
