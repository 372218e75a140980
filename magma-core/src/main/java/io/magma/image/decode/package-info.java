/** What the decoders of all formats share: numbers out of bytes, the result, EXIF orientation. */
package io.magma.image.decode;
