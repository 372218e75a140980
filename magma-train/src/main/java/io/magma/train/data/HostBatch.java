package io.magma.train.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One micro-batch in the memory of the JVM.
 *
 * @param ids names of the rows
 * @param samples what the rows came from; empty for packed text
 * @param pixels normalised pictures, {@code (B, 3, R, R)} row-major, or of the rows that are not known; empty if there are none
 * @param pictures which pictures they are, where features are kept
 * @param tokens a row of token ids a sample, each of its own length; the last is the number of the class where targets are
 *     classes
 * @param lossStart of each row, the first token that bears loss; all after it do too
 * @param nextPosition where in the global order to go on after this batch
 */
@SuppressWarnings("ArrayRecordComponent") // batches are handed on, never compared
public record HostBatch(
        List<String> ids,
        List<Sample> samples,
        Optional<float[]> pixels,
        Optional<BatchPictures> pictures,
        int[][] tokens,
        int[] lossStart,
        long nextPosition) {

    /** Makes the lists unmodifiable. */
    public HostBatch {
        ids = List.copyOf(ids);
        samples = List.copyOf(samples);
    }

    /** Returns the number of rows, B. */
    public int size() {
        return tokens.length;
    }

    /** Returns the length T of the longest row. */
    public int longest() {
        return Arrays.stream(tokens).mapToInt(row -> row.length).max().orElse(0);
    }

    /**
     * Returns the number of tokens that are predicted and bear loss.
     *
     * @param prefixed whether something comes before each row, so that its first token is predicted too
     */
    public long targets(boolean prefixed) {
        long count = 0;
        for (int row = 0; row < size(); row++) {
            count += Math.max(0, tokens[row].length - Math.max(lossStart[row], prefixed ? 0 : 1));
        }
        return count;
    }

    /**
     * Returns the rows as one array, each padded at its end to the longest.
     *
     * @param padding id of the padding
     * @return {@code (B, T)} row-major
     */
    public long[] paddedTokens(long padding) {
        int length = longest();
        long[] padded = new long[size() * length];
        Arrays.fill(padded, padding);
        for (int row = 0; row < size(); row++) {
            for (int t = 0; t < tokens[row].length; t++) {
                padded[row * length + t] = tokens[row][t];
            }
        }
        return padded;
    }

    /**
     * Returns, for each place of {@link #paddedTokens}, its token if it bears loss.
     *
     * @param ignored value for prompts and padding
     * @return {@code (B, T)} row-major, not shifted
     */
    public long[] labels(long ignored) {
        int length = longest();
        long[] labels = new long[size() * length];
        Arrays.fill(labels, ignored);
        for (int row = 0; row < size(); row++) {
            for (int t = lossStart[row]; t < tokens[row].length; t++) {
                labels[row * length + t] = tokens[row][t];
            }
        }
        return labels;
    }
}
