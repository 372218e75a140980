/** JPEG: stored components by the JDK, upsampling and colours in the arithmetic of libjpeg-turbo, as Pillow has them. */
package io.magma.image.jpeg;
