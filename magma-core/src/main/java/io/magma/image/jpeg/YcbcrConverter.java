package io.magma.image.jpeg;

/** YCbCr to RGB with the 16-bit fixed-point tables of libjpeg's {@code jdcolor.c}. */
final class YcbcrConverter {
    private static final int SCALE_BITS = 16;
    private static final int HALF = 1 << (SCALE_BITS - 1);
    private static final int[] CR_RED = new int[256];
    private static final int[] CB_BLUE = new int[256];
    private static final int[] CR_GREEN = new int[256];
    private static final int[] CB_GREEN = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int x = i - 128;
            CR_RED[i] = (fixed(1.40200) * x + HALF) >> SCALE_BITS;
            CB_BLUE[i] = (fixed(1.77200) * x + HALF) >> SCALE_BITS;
            CR_GREEN[i] = -fixed(0.71414) * x;
            CB_GREEN[i] = -fixed(0.34414) * x + HALF;
        }
    }

    private YcbcrConverter() {}

    private static int fixed(double x) {
        return (int) (x * (1 << SCALE_BITS) + 0.5);
    }

    /** Converts the first three of {@code step} interleaved samples in place. */
    static void toRgb(byte[] samples, int step) {
        for (int i = 0; i < samples.length; i += step) {
            int y = samples[i] & 255;
            int cb = samples[i + 1] & 255;
            int cr = samples[i + 2] & 255;
            samples[i] = clip(y + CR_RED[cr]);
            samples[i + 1] = clip(y + ((CB_GREEN[cb] + CR_GREEN[cr]) >> SCALE_BITS));
            samples[i + 2] = clip(y + CB_BLUE[cb]);
        }
    }

    private static byte clip(int value) {
        return (byte) Math.min(255, Math.max(0, value));
    }
}
