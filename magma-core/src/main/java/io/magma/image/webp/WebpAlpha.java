package io.magma.image.webp;

import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import java.util.function.Function;

/**
 * Decodes the opacity plane beside a lossy WebP frame.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container#alpha">WebP container specification, alpha</a>
 */
final class WebpAlpha {
    private static final int RAW = 0;
    private static final int LOSSLESS = 1;
    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;

    private WebpAlpha() {}

    /**
     * Decodes an opacity chunk.
     *
     * @param body of the chunk
     * @param lossless decodes a lossless frame; its green channel is the plane
     * @return one byte per pixel
     */
    static byte[] decode(byte[] body, int width, int height, Function<byte[], RasterImage> lossless, String name) {
        int flags = body.length == 0 ? 0 : body[0];
        byte[] plane = new byte[width * height];
        if ((flags & 3) == RAW) {
            if (body.length - 1 < plane.length) {
                throw new ImageException(name, "the picture is truncated (its opacity ends too early)");
            }
            System.arraycopy(body, 1, plane, 0, plane.length);
        } else if ((flags & 3) == LOSSLESS) {
            byte[] rgb = lossless.apply(frame(body, width, height)).toRgb().data();
            for (int i = 0; i < plane.length; i++) {
                plane[i] = rgb[3 * i + 1];
            }
        } else {
            throw new ImageException(name, "the WebP has an unknown opacity compression");
        }
        unfilter(plane, width, (flags >> 2) & 3);
        return plane;
    }

    /** A lossless frame: the chunk leaves out its header, since the size is known. */
    private static byte[] frame(byte[] body, int width, int height) {
        byte[] out = new byte[body.length + 4];
        int size = (width - 1) | (height - 1) << 14;
        out[0] = 0x2F;
        for (int i = 0; i < 4; i++) {
            out[1 + i] = (byte) (size >> (8 * i));
        }
        System.arraycopy(body, 1, out, 5, body.length - 1);
        return out;
    }

    private static void unfilter(byte[] plane, int width, int filter) {
        for (int i = 0; i < plane.length && filter != 0; i++) {
            boolean firstRow = i < width;
            boolean firstColumn = i % width == 0;
            int prediction;
            if (firstRow) {
                prediction = i == 0 ? 0 : plane[i - 1];
            } else if (firstColumn || filter == VERTICAL) {
                prediction = plane[i - width];
            } else if (filter == HORIZONTAL) {
                prediction = plane[i - 1];
            } else {
                int gradient = (plane[i - 1] & 255) + (plane[i - width] & 255) - (plane[i - width - 1] & 255);
                prediction = Math.min(255, Math.max(0, gradient));
            }
            plane[i] += (byte) prediction;
        }
    }
}
