package io.magma.image.resize;

/** Nearest-neighbour resizing with the positions of Pillow's {@code ImagingScaleAffine}, rounding errors included. */
final class NearestResizer {
    private NearestResizer() {}

    /**
     * Resizes single-channel samples.
     *
     * @param in samples, {@code width * height}
     * @param width of the input
     * @param height of the input
     * @param outWidth width after resizing
     * @param outHeight height after resizing
     * @param region what of the result to compute
     * @return {@code region.width() * region.height()} samples; positions past the input, which rounding can give, are 0
     */
    static byte[] resize(byte[] in, int width, int height, int outWidth, int outHeight, Region region) {
        region.requireInside(outWidth, outHeight);
        int[] columns = positions(width, outWidth, region.left(), region.width());
        int[] rows = positions(height, outHeight, region.top(), region.height());
        byte[] out = new byte[region.width() * region.height()];
        for (int y = 0; y < rows.length; y++) {
            if (rows[y] >= height) {
                continue;
            }
            for (int x = 0; x < columns.length; x++) {
                if (columns[x] < width) {
                    out[y * columns.length + x] = in[rows[y] * width + columns[x]];
                }
            }
        }
        return out;
    }

    private static int[] positions(int in, int out, int from, int size) {
        double scale = (double) in / out;
        double position = scale * 0.5;
        int[] positions = new int[size];
        for (int i = 0; i < from + size; i++) {
            if (i >= from) {
                positions[i - from] = (int) position;
            }
            // Added up, not multiplied: the accumulated rounding decides ties as in Pillow.
            position += scale;
        }
        return positions;
    }
}
