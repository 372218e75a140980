package io.magma.image.webp;

import io.magma.image.raster.RgbImage;

/** Chroma interpolation and colour conversion of libwebp ({@code upsampling.c}, {@code yuv.h}): 9-3-3-1 weights, 14-bit fixed point. */
final class Vp8Upsampler {
    private Vp8Upsampler() {}

    static RgbImage toRgb(Vp8Plane y, Vp8Plane u, Vp8Plane v, int width, int height) {
        byte[] out = new byte[Math.multiplyExact(3 * width, height)];
        int[] reds = new int[width];
        int[] blues = new int[width];
        int lastChroma = (height - 1) / 2;
        for (int row = 0; row < height; row++) {
            int near = row / 2;
            int far = (row & 1) == 1 ? Math.min(lastChroma, near + 1) : Math.max(0, near - 1);
            interpolate(u, near, far, blues);
            interpolate(v, near, far, reds);
            int at = y.at(0, row);
            for (int x = 0, o = 3 * row * width; x < width; x++, o += 3) {
                convert(y.sample(at + x), blues[x], reds[x], out, o);
            }
        }
        return new RgbImage(width, height, out);
    }

    /** A row of chroma between two stored rows, of which {@code near} is the closer one. */
    private static void interpolate(Vp8Plane plane, int near, int far, int[] out) {
        int n = plane.at(0, near);
        int f = plane.at(0, far);
        int last = out.length - 1;
        out[0] = (3 * plane.sample(n) + plane.sample(f) + 2) >> 2;
        for (int x = 1; x < out.length; x++) {
            if (x == last && (x & 1) == 1) {
                out[x] = (3 * plane.sample(n + x / 2) + plane.sample(f + x / 2) + 2) >> 2;
                return;
            }
            int left = (x - 1) / 2;
            int own = left + 1 - (x & 1);
            int other = left + (x & 1);
            int sum = plane.sample(n + left)
                    + plane.sample(n + left + 1)
                    + plane.sample(f + left)
                    + plane.sample(f + left + 1);
            // Two truncations, as libwebp does it on packed pairs.
            int diagonal = (sum + 8 + 2 * (plane.sample(n + other) + plane.sample(f + own))) >> 3;
            out[x] = (diagonal + plane.sample(n + own)) >> 1;
        }
    }

    private static void convert(int y, int u, int v, byte[] out, int at) {
        int luma = (y * 19077) >> 8;
        out[at] = clip(luma + ((v * 26149) >> 8) - 14234);
        out[at + 1] = clip(luma - ((u * 6419) >> 8) - ((v * 13320) >> 8) + 8708);
        out[at + 2] = clip(luma + ((u * 33050) >> 8) - 17685);
    }

    private static byte clip(int value) {
        return (byte) Math.min(255, Math.max(0, value >> 6));
    }
}
