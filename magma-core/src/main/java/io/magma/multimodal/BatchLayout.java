package io.magma.multimodal;

import io.magma.lm.LengthGroups;
import io.magma.lm.ShapeGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Where every embedding of a batch of mixed rows comes from, and which of them predict what.
 *
 * <p>The embeddings of a batch are one gather: all tokens of all rows are embedded as one list, followed by the prefixes of all
 * pictures; {@link #gather} picks from that list position by position. Labels are positions in the flattened batch, so the
 * head runs only where something is to be predicted.
 */
public final class BatchLayout {
    private final int rows;
    private final List<Block> blocks;
    private final long[] tokenIds;
    private final long[] gather;
    private final long[] labelPositions;
    private final long[] labels;
    private final int[] padding;
    private final int[] starts;
    private final int[] ends;
    private final int[] rowLengths;
    private final int images;
    private final List<BlockLabels> blockLabels;

    private BatchLayout(Builder b) {
        rows = b.sequences.size();
        blocks = List.copyOf(b.blocks);
        tokenIds = b.tokenIds.toArray();
        gather = b.gather;
        labelPositions = b.labelPositions.toArray();
        labels = b.labels.toArray();
        padding = b.padding;
        starts = b.starts;
        ends = b.ends;
        rowLengths = b.rowLengths;
        images = b.images;
        blockLabels = labelsOfBlocks();
    }

    /**
     * Rows that go through the decoder together.
     *
     * @param rows their number
     * @param length T, the longest of them
     */
    record Block(int rows, int length) {
        int positions() {
            return rows * length;
        }
    }

    /**
     * The positions of a block that predict a label.
     *
     * @param rows positions within the flattened block
     * @param numbers which of {@link #labels} they predict
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record BlockLabels(long[] rows, int[] numbers) {}

    /**
     * For training and scoring: rows of similar length are blocks, in which they start together, and the last item of each is
     * only predicted, never read.
     *
     * @param tokensPerImage embeddings of one picture
     */
    public static BatchLayout forTargets(List<TokenSequence> rows, int tokensPerImage) {
        return forTargets(rows, tokensPerImage, 0, ShapeGrid.FREE);
    }

    /**
     * For training and scoring, with rows of at least some length.
     *
     * @param tokensPerImage embeddings of one picture
     * @param least positions that rows are padded to if all are shorter
     * @param grid shapes of the blocks
     */
    public static BatchLayout forTargets(List<TokenSequence> rows, int tokensPerImage, int least, ShapeGrid grid) {
        return new BatchLayout(new Builder(rows, tokensPerImage, true, least, grid));
    }

    /**
     * For generation: rows end together, in one block.
     *
     * @param tokensPerImage embeddings of one picture
     */
    public static BatchLayout forPrompts(List<TokenSequence> rows, int tokensPerImage) {
        return new BatchLayout(new Builder(rows, tokensPerImage, false, 0, ShapeGrid.FREE));
    }

    /** B. */
    public int rows() {
        return rows;
    }

    /** T, the longest row, or more if the layout was asked to be longer. */
    public int length() {
        return blocks.stream().mapToInt(Block::length).max().orElse(0);
    }

    /** The blocks, whose positions follow each other in the flattened batch. */
    List<Block> blocks() {
        return blocks;
    }

    /**
     * Size of a block.
     *
     * @param rows their number
     * @param length T, to which they are padded
     * @param labels positions that predict a label
     */
    public record BlockSize(int rows, int length, int labels) {
        /** Positions, padding counted. */
        public long positions() {
            return (long) rows * length;
        }
    }

    /** Sizes of the blocks that go through the decoder one after the other. */
    public List<BlockSize> sizes() {
        return IntStream.range(0, blocks.size())
                .mapToObj(i -> new BlockSize(
                        blocks.get(i).rows(),
                        blocks.get(i).length(),
                        blockLabels.get(i).rows().length))
                .toList();
    }

    /** Pictures in the batch. */
    public int images() {
        return images;
    }

    /** All tokens that are read, row by row. */
    long[] tokenIds() {
        return tokenIds;
    }

    /** Indexes into tokens followed by prefix positions, one a position of the flattened batch; padding points at 0. */
    long[] gather() {
        return gather;
    }

    /** Positions of the flattened batch that predict a label, row by row. */
    long[] labelPositions() {
        return labelPositions;
    }

    /** What they predict. */
    public long[] labels() {
        return labels.clone();
    }

    /** Which positions of each block predict a label. */
    List<BlockLabels> blockLabels() {
        return blockLabels;
    }

    private List<BlockLabels> labelsOfBlocks() {
        List<BlockLabels> all = new ArrayList<>();
        long start = 0;
        for (Block block : blocks) {
            long first = start;
            long end = start + block.positions();
            int[] numbers = IntStream.range(0, labels.length)
                    .filter(i -> labelPositions[i] >= first && labelPositions[i] < end)
                    .toArray();
            all.add(new BlockLabels(
                    IntStream.of(numbers)
                            .mapToLong(i -> labelPositions[i] - first)
                            .toArray(),
                    numbers));
            start = end;
        }
        return List.copyOf(all);
    }

    /** Padding at the start of each row of a layout for prompts. */
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
            int first = starts[row] - padding[row];
            for (int at = first; at < first + rowLengths[row]; at++) {
                Long label = labelAt.get((long) at);
                OptionalLong predicted = label == null ? OptionalLong.empty() : OptionalLong.of(label);
                boolean read = at >= starts[row] && at < ends[row];
                line.add(read ? read(gather[at], predicted) : LayoutPosition.PADDING);
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
        private final List<Block> blocks = new ArrayList<>();
        private final int[] starts;
        private final int[] ends;
        private final int[] rowLengths;
        private final long[] gather;
        private int images;

        Builder(List<TokenSequence> sequences, int tokensPerImage, boolean targets, int least, ShapeGrid grid) {
            this.sequences = sequences;
            this.tokensPerImage = tokensPerImage;
            this.targets = targets;
            this.padding = new int[sequences.size()];
            this.starts = new int[sequences.size()];
            this.ends = new int[sequences.size()];
            this.rowLengths = new int[sequences.size()];
            int[] lengths = sequences.stream().mapToInt(this::read).toArray();
            int positions = 0;
            // Rows that are to be of one given length are one block.
            boolean together = !targets || least > 0;
            for (int[] group : together ? List.of(allRows(lengths.length)) : LengthGroups.of(lengths, grid)) {
                int length = Arrays.stream(group).map(row -> lengths[row]).max().orElse(0);
                length = Math.max(least, grid.length(length));
                for (int row : group) {
                    // Rows with targets start together, prompts end together.
                    padding[row] = targets ? 0 : length - lengths[row];
                    starts[row] = positions + padding[row];
                    rowLengths[row] = length;
                    positions += length;
                }
                blocks.add(new Block(group.length, length));
            }
            this.gather = new long[positions];
            int tokens = sequences.stream()
                    .mapToInt(s -> readItems(s) - imagesRead(s))
                    .sum();
            for (int row = 0; row < sequences.size(); row++) {
                place(row, tokens);
            }
        }

        private static int[] allRows(int count) {
            int[] rows = new int[count];
            Arrays.setAll(rows, i -> i);
            return rows;
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
            int at = starts[row];
            for (int i = 0; i < items.length; i++) {
                if (items[i] == TokenSequence.IMAGE) {
                    for (int k = 0; k < tokensPerImage; k++) {
                        gather[at++] = tokens + (long) images * tokensPerImage + k;
                    }
                    images++;
                    continue;
                }
                // The first token of a text has nothing before it that could predict it.
                if (i >= s.firstTarget() && at > starts[row]) {
                    labelPositions.add(at - 1L);
                    labels.add(items[i]);
                }
                if (i < readItems(s)) {
                    gather[at++] = tokenIds.size();
                    tokenIds.add(items[i]);
                }
            }
            ends[row] = at;
        }
    }
}
