/** PNG, decoded to the samples and the mode that Pillow gives. */
package io.magma.image.png;
