/**
 * Pictures in memory: a {@link io.magma.image.raster.RasterImage} keeps the colour mode that Pillow would open its file in,
 * and converts between modes as Pillow does.
 */
package io.magma.image.raster;
