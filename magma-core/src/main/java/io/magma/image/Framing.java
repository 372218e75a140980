package io.magma.image;

import io.magma.image.raster.ImageException;
import io.magma.image.raster.PixelLimit;
import io.magma.image.resize.Region;

/**
 * Short side to the resolution and centre crop, with the roundings of the Python original.
 *
 * @param width width after resizing
 * @param height height after resizing
 * @param left first column that the crop keeps
 * @param top first row that the crop keeps
 * @param resolution side of the crop
 */
record Framing(int width, int height, int left, int top, int resolution) {
    static Framing of(int width, int height, int resolution) {
        long longSide = (long) ((double) ((long) resolution * Math.max(width, height)) / Math.min(width, height));
        if (longSide * resolution > PixelLimit.MAX_PIXELS) {
            throw new ImageException(
                    "picture of " + width + "x" + height, "too narrow to be resized to a short side of " + resolution);
        }
        int newWidth = width <= height ? resolution : (int) longSide;
        int newHeight = width <= height ? (int) longSide : resolution;
        // Python's round is half to even, and so is Math.rint.
        return new Framing(
                newWidth,
                newHeight,
                (int) Math.rint((newWidth - resolution) / 2.0),
                (int) Math.rint((newHeight - resolution) / 2.0),
                resolution);
    }

    Region crop() {
        return new Region(left, top, resolution, resolution);
    }
}
