package io.magma.generate;

import java.util.Arrays;

/** What samplers share: tokens by falling score, their weights, and the draw. */
final class RankedTokens {
    private RankedTokens() {}

    /** All ids by falling score and, of equal scores, rising id. */
    static int[] byFallingScore(float[] logits) {
        int n = logits.length;
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            keys[i] = ((long) descending(logits[i]) << 32) | i;
        }
        Arrays.sort(keys);
        int[] ids = new int[n];
        Arrays.setAll(ids, i -> (int) keys[i]);
        return ids;
    }

    // Bits whose signed order is the falling order of the floats; + 0f makes the two zeros one.
    private static int descending(float x) {
        int bits = Float.floatToIntBits(x + 0f);
        return ~(bits < 0 ? bits ^ Integer.MAX_VALUE : bits);
    }

    /** Unnormalised probabilities exp((x - max) / temperature) of some ids. */
    static double[] weights(float[] logits, int[] ids, double temperature) {
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

    /** Index drawn by weight among the first {@code kept}. */
    static int draw(double[] weights, int kept, double uniform) {
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

    /** Sum of the first {@code count}. */
    static double sum(double[] weights, int count) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        return total;
    }
}
