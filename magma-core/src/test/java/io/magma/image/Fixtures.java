package io.magma.image;

import io.magma.image.raster.RasterImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Test files from the class path. */
final class Fixtures {
    private Fixtures() {}

    static byte[] bytes(String path) throws IOException {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        }
    }

    static InputStream open(String path) {
        return Objects.requireNonNull(Fixtures.class.getResourceAsStream(path), path);
    }

    static RasterImage picture(String path) throws IOException {
        return ImageDecoder.decode(bytes(path), path);
    }
}
