/** GIF, its first frame. */
package io.magma.image.gif;
