package io.magma.contrastive;

import ai.djl.ndarray.NDArray;
import io.magma.torch.HostData;
import io.magma.torch.LossOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.WeightSource;
import java.util.Arrays;

/**
 * Symmetric InfoNCE: {@code ½ · (CE(s·I·Tᵀ, P) + CE(s·T·Iᵀ, P))} over unit rows I and T, with a learnt scale s.
 *
 * <p>P is the identity, or, where texts of a batch are equal, uniform over the pairs with the same text: in data with repeated
 * captions the identity would punish right answers. The logarithm of s is what is learnt; like CLIP, it is held below its bound
 * by setting it back before use.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al. 2021, sections 2.3 and 2.5</a>
 * @see <a href="https://arxiv.org/abs/2004.11362">Khosla et al. 2020 (several positives)</a>
 */
public final class ContrastiveLoss {
    private final NDArray logitScale;
    private final double maxLogScale;
    private final boolean mergeDuplicateTexts;

    /**
     * Takes {@code logit_scale}, one element.
     *
     * @param initTemperature 1 / s at the start; greater than 0
     * @param maxScale bound of s
     * @param mergeDuplicateTexts whether pairs with equal texts are positives of each other
     */
    public ContrastiveLoss(WeightSource source, double initTemperature, double maxScale, boolean mergeDuplicateTexts) {
        this.logitScale = source.take(
                "logit_scale", (values, shape, random) -> Arrays.fill(values, (float) -Math.log(initTemperature)), 1);
        this.maxLogScale = Math.log(maxScale);
        this.mergeDuplicateTexts = mergeDuplicateTexts;
    }

    /**
     * Loss of N pairs, summed: divided by N it is CLIP's loss.
     *
     * @param images (N, E), of any length
     * @param texts (N, E), of any length
     * @param textIds a number for each text; equal texts have equal numbers
     * @return scalar in nats
     */
    public NDArray sum(NDArray images, NDArray texts, long[] textIds) {
        TorchOps.clampMax(logitScale, maxLogScale);
        long[] ids = textIds.clone();
        if (!mergeDuplicateTexts) {
            Arrays.setAll(ids, i -> i);
        }
        return Scope.keep(() -> LossOps.contrastiveSum(
                TorchOps.normalizeRows(images),
                TorchOps.normalizeRows(texts),
                logitScale,
                LossOps.sameTextTargets(HostData.longs(images.getManager(), ids, ids.length))));
    }

    /** Inverse temperature now. */
    public double scale() {
        return Math.min(Math.exp(logitScale.getFloat(0)), Math.exp(maxLogScale));
    }
}
