package io.magma.image.jpeg;

/**
 * Interpolates JPEG components that are stored with half the rows but all columns (4:4:0), as libjpeg-turbo does.
 *
 * <p>libjpeg 6b, which many Java runtimes carry, repeats their rows instead. Runtimes over libjpeg-turbo interpolate already,
 * which shows in rows that are not pairwise equal.
 */
final class JpegRowUpsampler {
    private JpegRowUpsampler() {}

    /**
     * Replaces repeated rows by interpolated ones, in place; does nothing if rows are not repeated.
     *
     * @param samples interleaved
     * @param step samples per pixel
     * @param component which of them
     */
    static void interpolate(byte[] samples, int width, int height, int step, int component) {
        if (!repeated(samples, width, height, step, component)) {
            return;
        }
        int stored = (height + 1) / 2;
        byte[] rows = new byte[stored * width];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = samples[((i / width) * 2 * width + i % width) * step + component];
        }
        for (int y = 0; y < height; y++) {
            int near = y / 2;
            boolean lower = (y & 1) == 1;
            int far = lower ? Math.min(stored - 1, near + 1) : Math.max(0, near - 1);
            int rounding = lower ? 2 : 1;
            for (int x = 0; x < width; x++) {
                int sum = 3 * (rows[near * width + x] & 255) + (rows[far * width + x] & 255) + rounding;
                samples[(y * width + x) * step + component] = (byte) (sum >> 2);
            }
        }
    }

    private static boolean repeated(byte[] samples, int width, int height, int step, int component) {
        int stride = width * step;
        for (int y = 0; y + 1 < height; y += 2) {
            for (int i = y * stride + component; i < (y + 1) * stride; i += step) {
                if (samples[i] != samples[i + stride]) {
                    return false;
                }
            }
        }
        return true;
    }
}
