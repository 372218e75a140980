package io.magma.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClipPreprocessorTest {
    private static final float[] HALF = {0.5f, 0.5f, 0.5f};

    @Test
    void normalisesEachChannelIntoItsPlane() {
        RgbImage image = new RgbImage(2, 1, new byte[] {0, (byte) 128, (byte) 255, 51, 0, (byte) 255});
        float[] out = new float[7];

        ClipPreprocessor.clip(1).normalize(image, out, 1);

        // (x / 255 - mean) / std, by hand with CLIP's published numbers.
        double[] expected = {
            0,
            (0 - 0.48145466) / 0.26862954,
            (0.2 - 0.48145466) / 0.26862954,
            (128 / 255.0 - 0.4578275) / 0.26130258,
            (0 - 0.4578275) / 0.26130258,
            (1 - 0.40821073) / 0.27577711,
            (1 - 0.40821073) / 0.27577711
        };
        for (int i = 0; i < out.length; i++) {
            assertThat((double) out[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void normalisesEverySampleAsTorchToTheLastBit() throws IOException {
        byte[] data = new byte[3 * 256];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i / 3);
        }
        float[] out = new float[3 * 256];

        ClipPreprocessor.clip(1).normalize(new RgbImage(256, 1, data), out, 0);

        ByteBuffer expected = ByteBuffer.wrap(Fixtures.bytes("/image/normalized.bin"));
        for (int i = 0; i < 256; i++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat(out[256 * channel + i]).isEqualTo(expected.getFloat());
            }
        }
    }

    @Test
    void putsABackgroundBehindTransparency() {
        // Opacity 128 over white: (0 * 128 + 255 * 127) / 255 = 127.
        RasterImage half = RasterImage.of(RasterImage.Mode.RGBA, 1, 1, new byte[] {0, 0, 0, (byte) 128});
        ClipPreprocessor white = new ClipPreprocessor(1, HALF, HALF, Optional.of(Background.WHITE));
        ClipPreprocessor plain = new ClipPreprocessor(1, HALF, HALF, Optional.empty());

        assertThat(white.toRgb(half).data()).containsExactly(127, 127, 127);
        assertThat(white.resizeAndCrop(half).data()).containsExactly(127, 127, 127);
        assertThat(plain.toRgb(half).data()).containsExactly(0, 0, 0);
    }

    @Test
    void honoursTransparentColoursOfPalettesAndKeys() throws IOException {
        for (String file : new String[] {"palette8_trns.png", "grey8_trns.png", "rgb8_trns.png", "transparent.gif"}) {
            assertThat(Fixtures.picture("/image/" + file).mayBeTransparent())
                    .as(file)
                    .isTrue();
        }
        assertThat(Fixtures.picture("/image/rgb8.png").mayBeTransparent()).isFalse();
        // The fixture's first pixel has the transparent colour.
        assertThat(Fixtures.picture("/image/rgb8_trns.png").toRgba().samples()[3])
                .isZero();
        assertThat(Fixtures.picture("/image/grey8_trns.png").toRgba().samples()[3])
                .isZero();
    }

    @Test
    void takesOverJava2dPicturesWithoutConversion() {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(1, 0, 0, 77);
        BufferedImage argb = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        argb.setRGB(0, 0, 0x80102030);
        BufferedImage bgr = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);
        bgr.setRGB(0, 0, 0x102030);
        BufferedImage packed = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_565_RGB);
        packed.setRGB(0, 0, 0xFFFFFF);

        assertThat(ImageDecoder.of(grey).toRgb().data()).containsExactly(0, 0, 0, 77, 77, 77);
        assertThat(ImageDecoder.of(argb).samples()).containsExactly(0x10, 0x20, 0x30, 0x80);
        assertThat(ImageDecoder.of(bgr).samples()).containsExactly(0x10, 0x20, 0x30);
        assertThat(ImageDecoder.of(packed).samples()).containsExactly(255, 255, 255);
    }

    @Test
    void readsColoursAsWebPagesWriteThem() {
        assertThat(Background.parse("#0a80Ff")).isEqualTo(new Background(10, 128, 255));
        assertThat(new Background(10, 128, 255)).hasToString("#0a80ff");
        assertThatThrownBy(() -> Background.parse("0a80ff")).hasMessage("a colour is written #rrggbb, was '0a80ff'");
        assertThatThrownBy(() -> new Background(0, 256, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
