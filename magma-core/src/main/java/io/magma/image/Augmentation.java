package io.magma.image;

import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RgbImage;

/**
 * Random changes of training pictures: an affine map over a background, then colour jitter.
 *
 * <p>Without any change the result has the framing of {@link ClipPreprocessor#resizeAndCrop}: short side to the resolution,
 * centre crop. Pixels are sampled bilinearly with premultiplied opacity; a source that is much larger than the result is
 * first shrunk with the antialiased bicubic filter, so that it does not alias.
 *
 * <p>The affine map and the jitter are torchvision's ({@code affine}, {@code adjust_brightness}, {@code adjust_contrast},
 * {@code adjust_saturation}, in this order).
 */
public final class Augmentation {
    private static final double SHRINK_FROM = 1.5;

    private Augmentation() {}

    /**
     * Changes a picture.
     *
     * @param image any mode and size; its opacity is honoured
     * @param parameters the change
     * @param resolution side of the square result in pixels
     * @return the changed picture
     */
    public static RgbImage apply(RasterImage image, AugmentParameters parameters, int resolution) {
        Framing framing = Framing.of(image.width(), image.height(), resolution);
        double ratio = (double) Math.min(image.width(), image.height()) / resolution;
        PremultipliedImage source = ratio / parameters.scale() > SHRINK_FROM && ratio > 1
                ? PremultipliedImage.resized(image, framing.width(), framing.height())
                : PremultipliedImage.of(image);
        byte[] out = new byte[3 * resolution * resolution];
        sample(source, framing, parameters, resolution, out);
        ColourJitter.apply(out, parameters.brightness(), parameters.contrast(), parameters.saturation());
        return new RgbImage(resolution, resolution, out);
    }

    private static void sample(
            PremultipliedImage source, Framing framing, AugmentParameters p, int resolution, byte[] out) {
        double angle = Math.toRadians(p.rotateDegrees());
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double shear = Math.tan(Math.toRadians(p.shearDegrees()));
        double perColumn = (double) source.width() / framing.width();
        double perRow = (double) source.height() / framing.height();
        // Rows of the inverse of scale * rotation * shear, in source pixels per output pixel.
        double mirror = p.flip() ? -1 : 1;
        double xx = mirror * (cos - sin * shear) / p.scale() * perColumn;
        double xy = mirror * (sin + cos * shear) / p.scale() * perColumn;
        double yx = -sin / p.scale() * perRow;
        double yy = cos / p.scale() * perRow;
        double half = resolution / 2.0;
        double centreX = (half + framing.left()) * perColumn;
        double centreY = (half + framing.top()) * perRow;
        double startX = 0.5 - half - p.translateX() * resolution;
        int back = p.background().red() << 16
                | p.background().green() << 8
                | p.background().blue();
        int o = 0;
        for (int row = 0; row < resolution; row++) {
            double dy = row + 0.5 - half - p.translateY() * resolution;
            double x = centreX + xx * startX + xy * dy;
            double y = centreY + yx * startX + yy * dy;
            for (int column = 0; column < resolution; column++, o += 3) {
                int rgb = PremultipliedImage.over(source.at(x, y, perColumn, perRow), back);
                out[o] = (byte) (rgb >> 16);
                out[o + 1] = (byte) (rgb >> 8);
                out[o + 2] = (byte) rgb;
                x += xx;
                y += yx;
            }
        }
    }
}
