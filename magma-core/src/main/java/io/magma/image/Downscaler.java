package io.magma.image;

import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;
import io.magma.image.resize.RasterResizer;

/** Makes pictures smaller and keeps their proportions. */
public final class Downscaler {
    private Downscaler() {}

    /**
     * Shrinks a picture so that its long side is {@code maxSide}, with Pillow's antialiased bicubic filter.
     *
     * <p>The short side is {@code round(short * maxSide / long)}, halves up, at least 1. Palettes and bilevel pictures become RGB
     * (RGBA if they may be transparent) and grey first, since their values do not mix.
     *
     * @param image any mode and size
     * @param maxSide longest side of the result in pixels, at least 1
     * @return the picture itself if it is small enough
     */
    public static RasterImage fit(RasterImage image, int maxSide) {
        if (maxSide < 1) {
            throw new IllegalArgumentException("expected a side of at least 1 pixel, got " + maxSide);
        }
        int longSide = Math.max(image.width(), image.height());
        if (longSide <= maxSide) {
            return image;
        }
        int width = scaled(image.width(), maxSide, longSide);
        int height = scaled(image.height(), maxSide, longSide);
        return RasterResizer.resize(mixable(image), width, height);
    }

    private static int scaled(int side, int maxSide, int longSide) {
        return (int) Math.max(1, (2L * side * maxSide + longSide) / (2L * longSide));
    }

    private static RasterImage mixable(RasterImage image) {
        if (image.mode() == Mode.INTEGER || image.mode().hasAlpha()) {
            return image;
        }
        if (image.mayBeTransparent()) {
            return image.toRgba();
        }
        return switch (image.mode()) {
            case BILEVEL -> RasterImage.of(Mode.GREY, image.width(), image.height(), image.samples());
            case PALETTE ->
                RasterImage.of(
                        Mode.RGB, image.width(), image.height(), image.toRgb().data());
            default -> image;
        };
    }
}
