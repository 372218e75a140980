package io.magma.image.resize;

import java.util.Arrays;

/**
 * Antialiased bicubic resizing, equal to Pillow's {@code Image.resize(size, BICUBIC)} to the last bit.
 *
 * <p>Two passes, rows first, each rounded to 8 bits; an axis that keeps its size is not filtered. Only the wanted region of
 * the result is computed.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/9.4.0/src/libImaging/Resample.c">Pillow 9.4.0, Resample.c</a>
 */
public final class BicubicResizer {
    private static final int HALF = 1 << (BicubicWeights.PRECISION_BITS - 1);

    private BicubicResizer() {}

    /**
     * Resizes interleaved 8-bit samples.
     *
     * @param in samples, {@code width * height * channels}
     * @param width of the input
     * @param height of the input
     * @param channels samples per pixel, 1 to 4
     * @param outWidth width after resizing
     * @param outHeight height after resizing
     * @param region what of the result to compute
     * @return {@code region.width() * region.height() * channels} samples
     */
    public static byte[] resize(
            byte[] in, int width, int height, int channels, int outWidth, int outHeight, Region region) {
        region.requireInside(outWidth, outHeight);
        boolean filterRows = outWidth != width;
        int stride = region.width() * channels;
        if (outHeight == height) {
            return filterRows
                    ? filterRows(
                            in, width, channels, region.top(), region.height(), horizontal(width, outWidth, region))
                    : crop(in, width, channels, region);
        }
        BicubicWeights vertical = BicubicWeights.of(height, outHeight, region.top(), region.height());
        int firstRow = vertical.start();
        int rows = vertical.end() - firstRow;
        byte[] narrowed = filterRows
                ? filterRows(in, width, channels, firstRow, rows, horizontal(width, outWidth, region))
                : crop(in, width, channels, new Region(region.left(), firstRow, region.width(), rows));
        return filterColumns(narrowed, stride, firstRow, vertical);
    }

    private static BicubicWeights horizontal(int width, int outWidth, Region region) {
        return BicubicWeights.of(width, outWidth, region.left(), region.width());
    }

    /** Copies a region. */
    static byte[] crop(byte[] in, int width, int channels, Region region) {
        int stride = region.width() * channels;
        byte[] out = new byte[stride * region.height()];
        for (int y = 0; y < region.height(); y++) {
            System.arraycopy(in, ((region.top() + y) * width + region.left()) * channels, out, y * stride, stride);
        }
        return out;
    }

    private static byte[] filterRows(byte[] in, int width, int channels, int firstRow, int rows, BicubicWeights axis) {
        int[] weights = axis.fixedPoint();
        int outWidth = axis.first().length;
        byte[] out = new byte[outWidth * channels * rows];
        for (int y = 0; y < rows; y++) {
            int row = (firstRow + y) * width * channels;
            int o = y * outWidth * channels;
            for (int x = 0; x < outWidth; x++, o += channels) {
                int p = row + axis.first()[x] * channels;
                int w = x * axis.taps();
                int end = w + axis.count()[x];
                if (channels == 3) {
                    sum3(in, p, weights, w, end, out, o);
                } else if (channels == 4) {
                    sum4(in, p, weights, w, end, out, o);
                } else {
                    sumEach(in, p, channels, weights, w, end, out, o);
                }
            }
        }
        return out;
    }

    private static void sum3(byte[] in, int from, int[] weights, int w0, int w1, byte[] out, int o) {
        int r = HALF;
        int g = HALF;
        int b = HALF;
        for (int k = w0, p = from; k < w1; k++, p += 3) {
            int w = weights[k];
            r += (in[p] & 255) * w;
            g += (in[p + 1] & 255) * w;
            b += (in[p + 2] & 255) * w;
        }
        out[o] = clip(r);
        out[o + 1] = clip(g);
        out[o + 2] = clip(b);
    }

    private static void sum4(byte[] in, int from, int[] weights, int w0, int w1, byte[] out, int o) {
        int r = HALF;
        int g = HALF;
        int b = HALF;
        int a = HALF;
        for (int k = w0, p = from; k < w1; k++, p += 4) {
            int w = weights[k];
            r += (in[p] & 255) * w;
            g += (in[p + 1] & 255) * w;
            b += (in[p + 2] & 255) * w;
            a += (in[p + 3] & 255) * w;
        }
        out[o] = clip(r);
        out[o + 1] = clip(g);
        out[o + 2] = clip(b);
        out[o + 3] = clip(a);
    }

    private static void sumEach(byte[] in, int from, int channels, int[] weights, int w0, int w1, byte[] out, int o) {
        for (int c = 0; c < channels; c++) {
            int sum = HALF;
            for (int k = w0, p = from + c; k < w1; k++, p += channels) {
                sum += (in[p] & 255) * weights[k];
            }
            out[o + c] = clip(sum);
        }
    }

    private static byte[] filterColumns(byte[] in, int stride, int firstRow, BicubicWeights axis) {
        int[] weights = axis.fixedPoint();
        int outHeight = axis.first().length;
        byte[] out = new byte[stride * outHeight];
        int[] sums = new int[stride];
        for (int y = 0; y < outHeight; y++) {
            Arrays.fill(sums, HALF);
            for (int k = 0; k < axis.count()[y]; k++) {
                addRow(in, (axis.first()[y] - firstRow + k) * stride, weights[y * axis.taps() + k], sums);
            }
            for (int i = 0; i < stride; i++) {
                out[y * stride + i] = clip(sums[i]);
            }
        }
        return out;
    }

    /** A loop of its own so that the compiler vectorises it. */
    private static void addRow(byte[] in, int from, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (in[from + i] & 255) * weight;
        }
    }

    private static byte clip(int sum) {
        return (byte) Math.min(255, Math.max(0, sum >> BicubicWeights.PRECISION_BITS));
    }
}
