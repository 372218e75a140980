package io.magma.train.memory;

import io.magma.nn.Linear;
import io.magma.torch.Dtype;

/**
 * Scores of the vocabulary, which are made, and become their gradient, in chunks of {@link Linear#scoredRows} labels: a float32 a
 * score, and while their sums are made their exponentials, another one.
 *
 * <p>A trained head gets its gradient with them, V D in float32 until the backward pass; in half precision the cast of the head
 * stays beside it, and each chunk's part of the gradient is as large once more.
 */
final class ScoreChunk {
    private ScoreChunk() {}

    /**
     * Of a batch.
     *
     * @param labels of the batch
     * @param vocabulary V
     * @param hiddenSize D
     * @param dtype of the hidden states
     * @param trained whether the head is
     */
    static Activations of(long labels, int vocabulary, int hiddenSize, Dtype dtype, boolean trained) {
        long rows = Math.min(labels, Linear.scoredRows(vocabulary));
        long head = (long) vocabulary * hiddenSize;
        long kept = trained ? head * (Float.BYTES + (dtype == Dtype.FLOAT32 ? 0 : dtype.bytes())) : 0;
        return new Activations(kept, 2 * rows * vocabulary * Float.BYTES + (trained ? head * Float.BYTES : 0));
    }
}
