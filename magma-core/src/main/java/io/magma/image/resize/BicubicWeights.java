package io.magma.image.resize;

/**
 * Filter weights of one axis: Catmull-Rom cubic (a = -0.5), widened when shrinking so that it does not alias.
 *
 * <p>Follows {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} of Pillow's {@code Resample.c}.
 *
 * @param taps room for the weights of one output position
 * @param first first input position of each output position
 * @param count number of weights of each output position
 * @param weights {@code taps} weights per output position, summing to 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BicubicWeights(int taps, int[] first, int[] count, double[] weights) {
    /** Fraction bits of the fixed-point weights. */
    static final int PRECISION_BITS = 32 - 8 - 2;

    private static final double A = -0.5;
    private static final double SUPPORT = 2.0;

    /**
     * Weights for output positions {@code from} to {@code from + size} of an axis resized from {@code in} to {@code out}.
     */
    static BicubicWeights of(int in, int out, int from, int size) {
        double scale = (double) in / out;
        double filterScale = Math.max(scale, 1.0);
        double support = SUPPORT * filterScale;
        int taps = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[size];
        int[] count = new int[size];
        double[] weights = new double[Math.multiplyExact(size, taps)];
        double inverse = 1.0 / filterScale;
        for (int i = 0; i < size; i++) {
            double centre = (from + i + 0.5) * scale;
            int min = Math.max(0, (int) (centre - support + 0.5));
            int n = Math.min(in, (int) (centre + support + 0.5)) - min;
            double sum = 0;
            for (int k = 0; k < n; k++) {
                double w = cubic((k + min - centre + 0.5) * inverse);
                weights[i * taps + k] = w;
                sum += w;
            }
            for (int k = 0; k < n && sum != 0; k++) {
                weights[i * taps + k] /= sum;
            }
            first[i] = min;
            count[i] = n;
        }
        return new BicubicWeights(taps, first, count, weights);
    }

    private static double cubic(double position) {
        double x = Math.abs(position);
        if (x < 1) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    /** The weights in fixed point, rounded away from zero. */
    int[] fixedPoint() {
        int[] fixed = new int[weights.length];
        for (int i = 0; i < fixed.length; i++) {
            double w = weights[i] * (1 << PRECISION_BITS);
            fixed[i] = (int) (w < 0 ? w - 0.5 : w + 0.5);
        }
        return fixed;
    }

    /** First input position that any output position needs. */
    int start() {
        int start = Integer.MAX_VALUE;
        for (int f : first) {
            start = Math.min(start, f);
        }
        return start;
    }

    /** One past the last input position that any output position needs. */
    int end() {
        int end = 0;
        for (int i = 0; i < first.length; i++) {
            end = Math.max(end, first[i] + count[i]);
        }
        return end;
    }
}
