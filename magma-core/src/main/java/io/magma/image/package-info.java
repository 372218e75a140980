/**
 * Pictures from bytes to CLIP input, equal to what PIL gives.
 *
 * <p>A decoded {@link io.magma.image.RasterImage} keeps the colour mode that PIL would open the file in, because PIL resizes
 * in that mode: palettes by nearest neighbour, transparent pictures premultiplied, 16-bit grey unclipped.
 */
package io.magma.image;
