package io.magma.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Shrinking against Pillow (downscale_fixtures.py), and whether what is encoded decodes to the same samples. */
class DownscalerTest {
    private static final Map<String, Mode> MODES = Map.of("RGB", Mode.RGB, "L", Mode.GREY, "RGBA", Mode.RGBA);

    private static RasterImage picture(Mode mode, int width, int height) {
        byte[] samples = new byte[width * height * mode.channels()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (7 * i + (i / 5) * (i / 5));
        }
        return RasterImage.of(mode, width, height, samples);
    }

    @Test
    void shrinksAsPillowDoes() throws IOException, GeneralSecurityException {
        String fixtures;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("downscale.tsv"))) {
            fixtures = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String line : fixtures.lines().toList()) {
            String[] of = line.split("\t", -1);
            RasterImage picture =
                    picture(MODES.getOrDefault(of[0], Mode.RGB), Integer.parseInt(of[1]), Integer.parseInt(of[2]));

            RasterImage small = Downscaler.fit(picture, Integer.parseInt(of[3]));

            assertThat(small.mode()).as(line).isEqualTo(picture.mode());
            assertThat(small.width() + " " + small.height()).as(line).isEqualTo(of[4] + " " + of[5]);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(small.samples());
            assertThat(HexFormat.of().formatHex(hash)).as(line).isEqualTo(of[6]);
        }
    }

    @Test
    void pngKeepsEverySample() {
        for (Mode mode : MODES.values()) {
            RasterImage picture = picture(mode, 9, 5);

            RasterImage read = ImageDecoder.decode(ImageFileWriter.png(picture), "png");

            assertThat(read.mode()).isEqualTo(mode);
            assertThat(read.samples()).isEqualTo(picture.samples());
        }
        int[] deep = {0, 255, 256, 40_000, 65_535, 7};
        RasterImage read = ImageDecoder.decode(ImageFileWriter.png(RasterImage.integers(3, 2, deep, -1)), "png");
        assertThat(read.mode()).isEqualTo(Mode.INTEGER);
        assertThat(read.integers()).isEqualTo(deep);
    }

    @Test
    void jpegKeepsColoursNearlyAndGreyGrey() {
        byte[] samples = new byte[64 * 48 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 3 == 0 ? 200 : i % 3 == 1 ? 100 : i / (3 * 64));
        }
        RasterImage colour = RasterImage.of(Mode.RGB, 64, 48, samples);

        byte[] read =
                ImageDecoder.decode(ImageFileWriter.jpeg(colour, 95), "jpeg").samples();

        for (int i = 0; i < samples.length; i++) {
            assertThat(read[i] & 255).isBetween((samples[i] & 255) - 4, (samples[i] & 255) + 4);
        }
        assertThat(ImageDecoder.decode(ImageFileWriter.jpeg(picture(Mode.GREY, 8, 8), 95), "grey")
                        .mode())
                .isEqualTo(Mode.GREY);
        assertThatThrownBy(() -> ImageFileWriter.jpeg(colour, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void formatsAreToldByTheirFirstBytes() {
        byte[] webp = "RIFF1234WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ImageFormat.of(webp)).contains(ImageFormat.WEBP);
        assertThat(ImageFormat.of("RIFF1234WAVE".getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
        assertThat(ImageFormat.of("GIF88a".getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
        assertThat(ImageFormat.of(ImageFileWriter.png(picture(Mode.RGB, 1, 1)))).contains(ImageFormat.PNG);
        assertThat(ImageFormat.of(new byte[] {(byte) 0xff})).isEmpty();
    }
}
