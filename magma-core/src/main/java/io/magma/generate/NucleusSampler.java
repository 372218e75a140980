package io.magma.generate;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Samples from the head of a distribution: temperature first, then the k most probable tokens, then the smallest number of
 * most probable tokens whose mass reaches p, the order and the edges of transformers' logits warpers.
 *
 * <p>All arithmetic is in double with {@link StrictMath}, so equal scores and an equal seed give the same token on every
 * machine.
 *
 * @param temperature divides the scores; above 0
 * @param topK tokens kept, and those that tie with the last of them; 0 keeps all
 * @param topP mass kept of what {@code topK} left; above 0, to 1
 * @see <a href="https://arxiv.org/abs/1904.09751">Holtzman et al. 2020, section 3.1 (nucleus sampling)</a>
 */
record NucleusSampler(double temperature, int topK, double topP) implements TokenSampler {
    NucleusSampler {
        if (!(temperature > 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("temperature " + temperature + ", top-k " + topK + ", top-p " + topP);
        }
    }

    @Override
    public int sample(float[] logits, RandomGenerator random) {
        int[] ids = candidates(logits);
        double[] weights = RankedTokens.weights(logits, ids, temperature);
        int kept = topP < 1 ? nucleus(weights) : ids.length;
        return ids[RankedTokens.draw(weights, kept, random.nextDouble())];
    }

    // By falling score and rising id where an order is needed, by id otherwise.
    private int[] candidates(float[] logits) {
        int n = logits.length;
        if (topP == 1 && (topK == 0 || topK >= n)) {
            return IntStream.range(0, n).toArray();
        }
        int[] ids = RankedTokens.byFallingScore(logits);
        return topK == 0 || topK >= n ? ids : Arrays.copyOf(ids, headWithTies(logits, ids));
    }

    private int headWithTies(float[] logits, int[] ids) {
        int kept = topK;
        while (kept < ids.length && logits[ids[kept]] == logits[ids[topK - 1]]) {
            kept++;
        }
        return kept;
    }

    // A token stays while those before it do not reach p.
    private int nucleus(double[] weights) {
        double goal = topP * RankedTokens.sum(weights, weights.length);
        double before = 0;
        int kept = 0;
        while (kept < weights.length && before < goal) {
            before += weights[kept++];
        }
        return kept;
    }
}
