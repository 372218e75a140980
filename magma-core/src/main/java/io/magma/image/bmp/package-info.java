/** BMP, plain and run-length encoded. */
package io.magma.image.bmp;
