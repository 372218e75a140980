package io.magma.image.resize;

import io.magma.image.raster.ModeConverter;
import io.magma.image.raster.RasterImage;

/** Resizes a picture in its own colour mode, as PIL's {@code Image.resize(size, BICUBIC)} does. */
public final class RasterResizer {
    private RasterResizer() {}

    /**
     * Resizes.
     *
     * @param image any mode; bilevel and palette pictures are resized by nearest neighbour, since their values do not mix
     * @return a picture of the same mode
     */
    public static RasterImage resize(RasterImage image, int width, int height) {
        return resize(image, width, height, Region.whole(width, height));
    }

    /**
     * Resizes and keeps a region of the result.
     *
     * @param image any mode; bilevel and palette pictures are resized by nearest neighbour, since their values do not mix
     * @param width width after resizing
     * @param height height after resizing
     * @param region what to keep
     * @return a picture of the same mode
     */
    public static RasterImage resize(RasterImage image, int width, int height, Region region) {
        if (image.mode() == RasterImage.Mode.INTEGER) {
            int[] resized =
                    IntegerBicubicResizer.resize(image.integers(), image.width(), image.height(), width, height);
            return image.withIntegers(region.width(), region.height(), crop(resized, width, region));
        }
        return image.withSamples(region.width(), region.height(), resizeSamples(image, width, height, region));
    }

    private static byte[] resizeSamples(RasterImage image, int width, int height, Region region) {
        byte[] in = image.samples();
        int w = image.width();
        int h = image.height();
        int channels = image.mode().channels();
        if (w == width && h == height) {
            return BicubicResizer.crop(in, w, channels, region);
        }
        return switch (image.mode()) {
            case BILEVEL, PALETTE -> NearestResizer.resize(in, w, h, width, height, region);
            case GREY_ALPHA, RGBA -> {
                byte[] premultiplied = ModeConverter.premultiply(in, channels);
                byte[] out = BicubicResizer.resize(premultiplied, w, h, channels, width, height, region);
                ModeConverter.unpremultiply(out, channels);
                yield out;
            }
            case GREY, RGB, CMYK, INTEGER -> BicubicResizer.resize(in, w, h, channels, width, height, region);
        };
    }

    private static int[] crop(int[] in, int width, Region region) {
        int[] out = new int[region.width() * region.height()];
        for (int y = 0; y < region.height(); y++) {
            System.arraycopy(in, (region.top() + y) * width + region.left(), out, y * region.width(), region.width());
        }
        return out;
    }
}
