/** WebP: lossy pictures (VP8) and opacity decoded here, lossless ones (VP8L) by TwelveMonkeys. */
package io.magma.image.webp;
