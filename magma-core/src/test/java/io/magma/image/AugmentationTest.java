package io.magma.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.config.AugmentConfig;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Augmentation against Pillow's affine transform and torchvision's formulas (src/test/python/augment_fixtures.py). */
class AugmentationTest {
    record Case(String file, AugmentParameters parameters) {}

    static Stream<Case> affineCases() throws IOException {
        String csv = new String(Fixtures.bytes("/augment/affine.csv"), StandardCharsets.UTF_8);
        return csv.lines().skip(1).toList().stream()
                .map(line -> line.split(","))
                .map(f -> new Case(
                        f[0],
                        new AugmentParameters(
                                Double.parseDouble(f[1]),
                                Double.parseDouble(f[2]),
                                Double.parseDouble(f[3]),
                                Double.parseDouble(f[4]),
                                Double.parseDouble(f[5]),
                                Boolean.parseBoolean(f[6]),
                                new Background(Integer.parseInt(f[7]), Integer.parseInt(f[8]), Integer.parseInt(f[9])),
                                1,
                                1,
                                1)));
    }

    @ParameterizedTest
    @MethodSource("affineCases")
    void mapsAsPillowWithTorchvisionsMatrix(Case c) throws IOException {
        RgbImage actual = Augmentation.apply(Fixtures.picture("/augment/" + c.file + ".png"), c.parameters, 48);

        RasterImage expected = Fixtures.picture("/augment/" + c.file + ".expected.png");
        byte[] marked = expected.samples();
        int compared = 0;
        for (int i = 0; i < 48 * 48; i++) {
            if (marked[4 * i + 3] == 0) {
                continue;
            }
            compared++;
            for (int channel = 0; channel < 3; channel++) {
                assertThat(actual.data()[3 * i + channel] & 255)
                        .as("pixel %d, channel %d", i, channel)
                        .isCloseTo(marked[4 * i + channel] & 255, org.assertj.core.data.Offset.offset(2));
            }
        }
        assertThat(compared).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"1.4,1,1", "1,0.6,1", "1,1,1.7", "0.7,1.3,0.5"})
    void jittersAsTorchvision(String brightness, String contrast, String saturation) throws IOException {
        byte[] rgb = Fixtures.picture("/augment/jitter.png").toRgb().data().clone();

        ColourJitter.apply(
                rgb, Double.parseDouble(brightness), Double.parseDouble(contrast), Double.parseDouble(saturation));

        String expected = "/augment/jitter_" + brightness + "_" + contrast + "_" + saturation + ".png";
        assertThat(rgb).isEqualTo(Fixtures.picture(expected).toRgb().data());
    }

    @Test
    void leavesAnOpaquePictureOfTheRightSizeAlone() throws IOException {
        RasterImage image = Fixtures.picture("/augment/jitter.png");

        RgbImage same = Augmentation.apply(image, AugmentParameters.none(Background.WHITE), 20);

        assertThat(same.data()).isEqualTo(image.samples());
    }

    @Test
    void framesAsThePlainPreprocessorDoes() throws IOException {
        RasterImage image = Fixtures.picture("/image/odd_crop.png");

        RgbImage augmented = Augmentation.apply(image, AugmentParameters.none(Background.WHITE), 24);

        assertThat(augmented.data())
                .isEqualTo(ClipPreprocessor.clip(24).resizeAndCrop(image).data());
    }

    @Test
    void putsTheBackgroundBehindTransparentPixels() {
        RasterImage clear = RasterImage.of(RasterImage.Mode.RGBA, 2, 2, new byte[16]);

        RgbImage out = Augmentation.apply(clear, AugmentParameters.none(new Background(1, 2, 3)), 2);

        assertThat(out.data()).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3);
    }

    @Test
    void drawsWithinTheRangesAndRepeatably() {
        AugmentConfig ranges = new AugmentConfig(20, 0.3, 0.1, 5, true, 0.4, 0.5, 0);
        int flips = 0;
        for (int seed = 0; seed < 200; seed++) {
            AugmentParameters p = AugmentParameters.draw(new SplittableRandom(seed), ranges, Background.WHITE);
            assertThat(p).isEqualTo(AugmentParameters.draw(new SplittableRandom(seed), ranges, Background.WHITE));
            assertThat(p.rotateDegrees()).isBetween(-20.0, 20.0);
            assertThat(p.scale()).isBetween(0.7, 1.3);
            assertThat(p.translateX()).isBetween(-0.1, 0.1);
            assertThat(p.shearDegrees()).isBetween(-5.0, 5.0);
            assertThat(p.contrast()).isBetween(0.6, 1.4);
            flips += p.flip() ? 1 : 0;
        }
        assertThat(flips).isBetween(60, 140);
        AugmentParameters none =
                AugmentParameters.draw(new SplittableRandom(1), AugmentConfig.DEFAULTS, Background.WHITE);
        assertThat(none).isEqualTo(AugmentParameters.none(Background.WHITE));
    }
}
