package io.magma.generate;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Samples as the reference implementation does, its defect included, for those who must repeat its texts' distribution: top-k
 * and top-p before the temperature, and top-p removes token i (of rank 1 or more) when the i more probable ones do <em>not</em>
 * reach a mass of 1 - p.
 *
 * <p>So p = 0.9 removes next to nothing, and a small p keeps the first token and the tail. Its random numbers are not PyTorch's.
 *
 * @param temperature divides the scores at last; above 0
 * @param topK tokens kept; 0 keeps all
 * @param topP above 0, to 1
 */
record ReferenceSampler(double temperature, int topK, double topP) implements TokenSampler {
    ReferenceSampler {
        if (!(temperature > 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("temperature " + temperature + ", top-k " + topK + ", top-p " + topP);
        }
    }

    @Override
    public int sample(float[] logits, RandomGenerator random) {
        int[] ids = RankedTokens.byFallingScore(logits);
        if (topK > 0 && topK < ids.length) {
            ids = Arrays.copyOf(ids, topK);
        }
        int[] kept = kept(logits, ids);
        double[] weights = RankedTokens.weights(logits, kept, temperature);
        return kept[RankedTokens.draw(weights, kept.length, random.nextDouble())];
    }

    private int[] kept(float[] logits, int[] ids) {
        double[] probabilities = RankedTokens.weights(logits, ids, 1);
        double missing = (1 - topP) * RankedTokens.sum(probabilities, ids.length);
        int[] kept = new int[ids.length];
        int count = 0;
        double before = 0;
        for (int rank = 0; rank < ids.length; rank++) {
            if (rank == 0 || before >= missing) {
                kept[count++] = ids[rank];
            }
            before += probabilities[rank];
        }
        return Arrays.copyOf(kept, count);
    }
}
