package io.magma.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RgbImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every picture of the fixtures against what Pillow 9.4 made of it (src/test/python/image_fixtures.py). */
class PillowEqualityTest {
    record Case(String file, String mode, int width, int height, int resolution, int tolerance, boolean exif) {}

    static Stream<Case> cases() throws IOException {
        List<String> lines = new String(Fixtures.bytes("/image/cases.csv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .toList();
        return lines.stream()
                .map(line -> line.split(","))
                .map(f -> new Case(
                        f[0],
                        f[1],
                        Integer.parseInt(f[2]),
                        Integer.parseInt(f[3]),
                        Integer.parseInt(f[4]),
                        Integer.parseInt(f[5]),
                        Boolean.parseBoolean(f[6])));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesAndPreprocessesAsPillow(Case c) throws IOException {
        RasterImage image = ImageDecoder.decode(Fixtures.bytes("/image/" + c.file), c.file, c.exif);

        assertThat(image.width()).isEqualTo(c.width);
        assertThat(image.height()).isEqualTo(c.height);
        assertThat(pillowName(image)).isEqualTo(c.mode);
        assertThat(largestDifference(image.toRgb(), expected(c.file + ".full.png")))
                .isLessThanOrEqualTo(c.tolerance);
        assertThat(largestDifference(
                        ClipPreprocessor.clip(c.resolution).resizeAndCrop(image), expected(c.file + ".clip.png")))
                .isLessThanOrEqualTo(c.tolerance);
    }

    private static String pillowName(RasterImage image) {
        return switch (image.mode()) {
            case BILEVEL -> "1";
            case GREY -> "L";
            case GREY_ALPHA -> "LA";
            case PALETTE -> "P";
            case INTEGER -> "I";
            case RGB, RGBA, CMYK -> image.mode().name();
        };
    }

    private static int largestDifference(RgbImage actual, RgbImage expected) {
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.height()).isEqualTo(expected.height());
        int largest = 0;
        for (int i = 0; i < expected.data().length; i++) {
            largest = Math.max(largest, Math.abs((actual.data()[i] & 255) - (expected.data()[i] & 255)));
        }
        return largest;
    }

    /** Expected pictures are plain RGB, whose raster the JDK reads without touching colours. */
    private static RgbImage expected(String file) throws IOException {
        try (InputStream in = Fixtures.open("/image/" + file)) {
            Raster raster = ImageIO.read(in).getRaster();
            int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
            byte[] data = new byte[samples.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) samples[i];
            }
            return new RgbImage(raster.getWidth(), raster.getHeight(), data);
        }
    }
}
