package io.magma.generate;

import ai.djl.ndarray.NDArray;

/**
 * Embedded prompts, aligned at their last token.
 *
 * @param embeddings (B, T, D), in the type of the model's hidden states
 * @param padding padding tokens at the start of each row; below T
 * @param firstRow number of the first row within the whole request, from 0; it chooses the random numbers, so a request gives
 *     the same texts however it is cut into batches
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PromptBatch(NDArray embeddings, int[] padding, long firstRow) {
    public PromptBatch {
        long[] shape = embeddings.getShape().getShape();
        if (shape.length != 3 || shape[0] != padding.length || shape[1] == 0) {
            throw new IllegalArgumentException(
                    "prompts must be (" + padding.length + ", T, D), were " + embeddings.getShape());
        }
        for (int p : padding) {
            if (p < 0 || p >= shape[1]) {
                throw new IllegalArgumentException("padding must be 0 to " + (shape[1] - 1) + ", was " + p);
            }
        }
    }

    /** A whole request in one batch. */
    public PromptBatch(NDArray embeddings, int[] padding) {
        this(embeddings, padding, 0);
    }

    /** Prompts of equal length, without padding. */
    public PromptBatch(NDArray embeddings) {
        this(embeddings, new int[Math.toIntExact(embeddings.getShape().get(0))]);
    }

    /** B. */
    public int rows() {
        return padding.length;
    }

    /** T, padding included. */
    public int tokens() {
        return Math.toIntExact(embeddings.getShape().get(1));
    }
}
