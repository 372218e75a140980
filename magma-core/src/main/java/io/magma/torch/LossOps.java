package io.magma.torch;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Losses, run by libtorch as {@link TorchOps} are.
 *
 * <p>Shape legend: N rows, D hidden, V vocabulary.
 */
public final class LossOps {
    private LossOps() {}

    /**
     * Sum of the cross-entropies of {@code hidden · weightᵀ + bias} in nats, in float32, without ever holding more than
     * {@code rows} rows of scores: those of a chunk become its gradient at once, in place. The value is exact, gradients flow to
     * whichever of the three require them.
     *
     * @param hidden (N, D)
     * @param weight (V, D)
     * @param bias (V), if any
     * @param labels (N), each from 0 to V - 1
     * @param rows of a chunk, at least 1
     */
    public static NDArray linearCrossEntropySum(
            NDArray hidden, NDArray weight, Optional<NDArray> bias, NDArray labels, int rows) {
        NDArray chunk = OpsModule.constant((long) rows);
        return bias.isPresent()
                ? OpsModule.call("linear_cross_entropy_sum", hidden, weight, bias.get(), labels, chunk)
                : OpsModule.call("linear_cross_entropy_sum_unbiased", hidden, weight, labels, chunk);
    }

    /** Cross-entropy of each row in nats, in float32; logits (N, V), labels (N): (N). */
    public static NDArray crossEntropy(NDArray logits, NDArray labels) {
        return OpsModule.call("cross_entropy_each", logits, labels);
    }

    /** How many rows of logits (N, V) are highest at their label (N): a scalar in int64. */
    public static NDArray countCorrect(NDArray logits, NDArray labels) {
        return OpsModule.call("count_correct", logits, labels);
    }

    /** Target distribution of each row over the entries of {@code texts} (N) that equal its own, all alike: (N, N). */
    public static NDArray sameTextTargets(NDArray texts) {
        return OpsModule.call("same_text_targets", texts);
    }

    /**
     * Sum over N pairs of the mean of the cross-entropies of image to text and text to image, in nats.
     *
     * @param images unit rows (N, D), float32
     * @param texts unit rows (N, D), float32
     * @param logScale logarithm of what cosines are multiplied with, one element
     * @param targets (N, N), symmetric, rows sum to 1
     */
    public static NDArray contrastiveSum(NDArray images, NDArray texts, NDArray logScale, NDArray targets) {
        return OpsModule.call("contrastive_sum", images, texts, logScale, targets);
    }
}
