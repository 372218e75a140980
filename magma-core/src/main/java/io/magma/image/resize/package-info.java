/**
 * Pillow's resizing: antialiased bicubic in two passes of 8-bit rounding, in the mode of the picture (palettes by nearest
 * neighbour, transparent pictures premultiplied, 16-bit grey unclipped).
 */
package io.magma.image.resize;
