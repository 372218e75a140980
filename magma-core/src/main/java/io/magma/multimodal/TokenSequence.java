package io.magma.multimodal;

import java.util.Arrays;

/**
 * One row of a batch: token ids, with {@link #IMAGE} where a picture stands.
 *
 * @param items ids from 0, or {@link #IMAGE}; the pictures of a batch are counted off row by row
 * @param firstTarget index of the first item that is learned; everything from there on is, so it must be tokens
 */
public record TokenSequence(int[] items, int firstTarget) {
    /** Stands for a picture, which becomes as many embeddings as the prefix has. */
    public static final int IMAGE = -1;

    public TokenSequence {
        items = items.clone();
        if (firstTarget < 0 || firstTarget > items.length) {
            throw new IllegalArgumentException("first target " + firstTarget + " of " + items.length + " items");
        }
    }

    /** Nothing to be learned: a prompt. */
    public static TokenSequence prompt(int... items) {
        return new TokenSequence(items, items.length);
    }

    /** A picture followed by tokens, of which those from {@code firstTarget} on are learned. */
    public static TokenSequence afterImage(int[] tokens, int firstTarget) {
        int[] items = new int[tokens.length + 1];
        items[0] = IMAGE;
        System.arraycopy(tokens, 0, items, 1, tokens.length);
        return new TokenSequence(items, firstTarget + 1);
    }

    /** Pictures in the row. */
    public int images() {
        return (int) Arrays.stream(items).filter(i -> i == IMAGE).count();
    }

    /** Embeddings the row takes when a picture takes {@code tokensPerImage}. */
    public int length(int tokensPerImage) {
        return items.length + images() * (tokensPerImage - 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSequence s && Arrays.equals(items, s.items) && firstTarget == s.firstTarget;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(items) + firstTarget;
    }

    @Override
    public String toString() {
        return "TokenSequence[" + Arrays.toString(items) + ", firstTarget=" + firstTarget + "]";
    }
}
