package io.magma.image;

/**
 * Brightness, contrast and saturation of 8-bit RGB as torchvision changes them: a blend with black, with the mean grey or with
 * the pixel's own grey, clipped and truncated after each.
 *
 * @see <a href="https://github.com/pytorch/vision/blob/main/torchvision/transforms/_functional_tensor.py">torchvision</a>
 */
final class ColourJitter {
    private ColourJitter() {}

    /** Changes interleaved RGB in place; a factor of 1 changes nothing. */
    static void apply(byte[] rgb, double brightness, double contrast, double saturation) {
        if (brightness != 1) {
            blend(rgb, brightness, 0);
        }
        if (contrast != 1) {
            long sum = 0;
            for (int i = 0; i < rgb.length; i += 3) {
                sum += grey(rgb, i);
            }
            blend(rgb, contrast, (float) ((double) sum * 3 / rgb.length));
        }
        if (saturation != 1) {
            float factor = (float) saturation;
            float rest = (float) (1 - saturation);
            for (int i = 0; i < rgb.length; i += 3) {
                float grey = rest * grey(rgb, i);
                for (int c = i; c < i + 3; c++) {
                    rgb[c] = clip(factor * (rgb[c] & 255) + grey);
                }
            }
        }
    }

    private static void blend(byte[] rgb, double factor, float other) {
        byte[] table = new byte[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = clip((float) factor * i + (float) (1 - factor) * other);
        }
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = table[rgb[i] & 255];
        }
    }

    private static int grey(byte[] rgb, int at) {
        return (int) (0.2989f * (rgb[at] & 255) + 0.587f * (rgb[at + 1] & 255) + 0.114f * (rgb[at + 2] & 255));
    }

    private static byte clip(float value) {
        return (byte) (int) Math.min(255, Math.max(0, value));
    }
}
