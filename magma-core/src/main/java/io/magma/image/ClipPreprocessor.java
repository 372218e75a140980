package io.magma.image;

import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RgbImage;
import io.magma.image.resize.RasterResizer;
import java.util.Optional;

/**
 * CLIP preprocessing, equal to PIL's: bicubic resize of the short side, centre crop, RGB, {@code (x / 255 - mean) / std}.
 *
 * <p>Instances are immutable and may be shared by threads.
 */
public final class ClipPreprocessor {
    private static final float[] CLIP_MEAN = {(float) 0.48145466, (float) 0.4578275, (float) 0.40821073};
    private static final float[] CLIP_STD = {(float) 0.26862954, (float) 0.26130258, (float) 0.27577711};

    private final int resolution;
    private final float[] red;
    private final float[] green;
    private final float[] blue;
    private final Optional<Background> background;

    /**
     * Builds a preprocessor.
     *
     * @param resolution side of the square result in pixels, at least 1
     * @param mean of red, green and blue in 0 to 1
     * @param std of red, green and blue, greater than 0
     * @param background put behind transparent pictures before resizing; empty drops the opacity after resizing, as PIL's
     *     {@code convert("RGB")} does
     */
    public ClipPreprocessor(int resolution, float[] mean, float[] std, Optional<Background> background) {
        if (resolution < 1 || mean.length != 3 || std.length != 3) {
            throw new IllegalArgumentException("expected a resolution of at least 1 and 3 means and deviations, got "
                    + resolution + ", " + mean.length + " and " + std.length);
        }
        this.resolution = resolution;
        red = table(mean[0], std[0]);
        green = table(mean[1], std[1]);
        blue = table(mean[2], std[2]);
        this.background = background;
    }

    /**
     * A preprocessor with the means and deviations of OpenAI's CLIP.
     *
     * @param resolution side of the square result in pixels, at least 1
     * @return the preprocessor
     */
    public static ClipPreprocessor clip(int resolution) {
        return clip(resolution, Optional.empty());
    }

    /**
     * A preprocessor with the means and deviations of OpenAI's CLIP.
     *
     * @param resolution side of the square result in pixels, at least 1
     * @param background put behind transparent pictures before resizing, if there is one
     * @return the preprocessor
     */
    public static ClipPreprocessor clip(int resolution, Optional<Background> background) {
        return new ClipPreprocessor(resolution, CLIP_MEAN, CLIP_STD, background);
    }

    /**
     * Normalised value of every 8-bit sample, in float32 arithmetic as torch has it.
     *
     * @param mean in 0 to 1
     * @param std greater than 0
     * @return 256 values of {@code (x / 255 - mean) / std}
     */
    public static float[] table(float mean, float std) {
        if (!(std > 0)) {
            throw new IllegalArgumentException("a deviation must be greater than 0, was " + std);
        }
        float[] table = new float[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (i / 255f - mean) / std;
        }
        return table;
    }

    /**
     * The side of the square result.
     *
     * @return in pixels
     */
    public int resolution() {
        return resolution;
    }

    /**
     * Resizes, crops and normalises: the whole pipeline for a decoded picture.
     *
     * @param image any mode and size
     * @return {@code 3 * resolution * resolution} floats, CHW
     */
    public float[] preprocess(RasterImage image) {
        float[] out = new float[3 * resolution * resolution];
        normalize(resizeAndCrop(image), out, 0);
        return out;
    }

    /**
     * Resizes the short side to the resolution and crops the centre.
     *
     * @param image any mode and size
     * @return a square of {@code resolution}
     */
    public RgbImage resizeAndCrop(RasterImage image) {
        RasterImage source = overBackground(image);
        Framing framing = Framing.of(source.width(), source.height(), resolution);
        return RasterResizer.resize(source, framing.width(), framing.height(), framing.crop())
                .toRgb();
    }

    /**
     * Converts to RGB without resizing.
     *
     * @param image any mode and size
     * @return the picture, over the background if there is one
     */
    public RgbImage toRgb(RasterImage image) {
        return overBackground(image).toRgb();
    }

    private RasterImage overBackground(RasterImage image) {
        return background
                .filter(b -> image.mayBeTransparent())
                .map(b -> b.behind(image))
                .orElse(image);
    }

    /**
     * Normalises a picture and splits its channels.
     *
     * @param image any size
     * @param out receives {@code 3 * height * width} floats, CHW
     * @param offset where in {@code out} to start
     */
    public void normalize(RgbImage image, float[] out, int offset) {
        int plane = image.width() * image.height();
        byte[] data = image.data();
        for (int i = 0; i < plane; i++) {
            out[offset + i] = red[data[3 * i] & 255];
            out[offset + plane + i] = green[data[3 * i + 1] & 255];
            out[offset + 2 * plane + i] = blue[data[3 * i + 2] & 255];
        }
    }
}
