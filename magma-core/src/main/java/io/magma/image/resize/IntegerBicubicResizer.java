package io.magma.image.resize;

/** Antialiased bicubic resizing of integer samples, with Pillow's double sums rounded half away from zero in each pass. */
final class IntegerBicubicResizer {
    private IntegerBicubicResizer() {}

    /**
     * Resizes single-channel integers.
     *
     * @param in samples, {@code width * height}
     * @param width of the input
     * @param height of the input
     * @param outWidth width after resizing
     * @param outHeight height after resizing
     * @return {@code outWidth * outHeight} samples
     */
    static int[] resize(int[] in, int width, int height, int outWidth, int outHeight) {
        int[] narrowed = outWidth == width ? in : filter(in, height, width, width, 1, outWidth, 1, outWidth);
        return outHeight == height ? narrowed : filter(narrowed, outWidth, 1, height, outWidth, outHeight, outWidth, 1);
    }

    /** Filters {@code lines} lines of {@code length} samples {@code step} apart; line starts are {@code lineStep} apart. */
    private static int[] filter(
            int[] in, int lines, int lineStep, int length, int step, int outLength, int outStep, int outLineStep) {
        BicubicWeights axis = BicubicWeights.of(length, outLength, 0, outLength);
        int[] out = new int[lines * outLength];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < outLength; i++) {
                double sum = 0;
                for (int k = 0; k < axis.count()[i]; k++) {
                    sum += in[line * lineStep + (axis.first()[i] + k) * step] * axis.weights()[i * axis.taps() + k];
                }
                out[line * outLineStep + i * outStep] =
                        (int) (sum >= 0 ? Math.floor(sum + 0.5) : -Math.floor(-sum + 0.5));
            }
        }
        return out;
    }
}
