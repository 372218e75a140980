package io.magma.generate;

import java.util.Arrays;
import java.util.random.RandomGenerator;

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
        double[] weights = weights(logits, ids);
        int kept = topP < 1 ? nucleus(weights) : ids.length;
        return ids[draw(weights, kept, random.nextDouble())];
    }

    // By falling score and rising id where an order is needed, by id otherwise.
    private int[] candidates(float[] logits) {
        int n = logits.length;
        int[] ids = new int[n];
        if (topP == 1 && (topK == 0 || topK >= n)) {
            Arrays.setAll(ids, i -> i);
            return ids;
        }
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            keys[i] = ((long) descending(logits[i]) << 32) | i;
        }
        Arrays.sort(keys);
        Arrays.setAll(ids, i -> (int) keys[i]);
        return topK == 0 || topK >= n ? ids : Arrays.copyOf(ids, headWithTies(logits, ids));
    }

    private int headWithTies(float[] logits, int[] ids) {
        int kept = topK;
        while (kept < ids.length && logits[ids[kept]] == logits[ids[topK - 1]]) {
            kept++;
        }
        return kept;
    }

    // Bits whose signed order is the falling order of the floats; + 0f makes the two zeros one.
    private static int descending(float x) {
        int bits = Float.floatToIntBits(x + 0f);
        return ~(bits < 0 ? bits ^ Integer.MAX_VALUE : bits);
    }

    private double[] weights(float[] logits, int[] ids) {
        double max = Double.NEGATIVE_INFINITY;
        for (int id : ids) {
            max = Math.max(max, logits[id]);
        }
        if (Double.isNaN(max) || Double.isInfinite(max)) {
            throw new IllegalArgumentException("scores without a finite maximum: " + max);
        }
        double[] weights = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            weights[i] = StrictMath.exp((logits[ids[i]] - max) / temperature);
        }
        return weights;
    }

    // A token stays while those before it do not reach p.
    private int nucleus(double[] weights) {
        double goal = topP * sum(weights, weights.length);
        double before = 0;
        int kept = 0;
        while (kept < weights.length && before < goal) {
            before += weights[kept++];
        }
        return kept;
    }

    private static int draw(double[] weights, int kept, double uniform) {
        double left = uniform * sum(weights, kept);
        int last = 0;
        for (int i = 0; i < kept; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last; // also when rounding leaves a rest
    }

    private static double sum(double[] weights, int count) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        return total;
    }
}
