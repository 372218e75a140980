package io.magma.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken by accident or on purpose: one clear line, whatever they hold. */
class HostileImageTest {
    private static final String[] SAMPLES = {
        "rgb8.png",
        "palette4.png",
        "grey16_adam7.png",
        "rgb_2.jpg",
        "rgb_1_progressive.jpg",
        "cmyk.jpg",
        "palette_1.gif",
        "mode_P.bmp",
        "rle4.bmp",
        "rgba_v4.bmp"
    };

    @Test
    void refusesAnEmptyFile() {
        refused(new byte[0], "the file is empty");
    }

    @Test
    void refusesText() {
        refused("just text".getBytes(StandardCharsets.UTF_8), "not a picture in a known format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb8.png",
                "rgb_2.jpg",
                "rgb_1_progressive.jpg",
                "palette_1.gif",
                "mode_P.bmp",
                "rle8.bmp",
                "rgb_40.webp",
                "rgba_90.webp",
                "rgb_lossless.webp"
            })
    void refusesATruncatedPicture(String file) throws IOException {
        byte[] data = Fixtures.bytes("/image/" + file);
        for (double part : new double[] {0.3, 0.6, 0.9}) {
            refused(Arrays.copyOf(data, (int) (data.length * part)), "the picture is truncated");
        }
    }

    @ParameterizedTest
    @CsvSource({"20000,20000,more than the limit", "-1,-1,more than the limit", "0,5,has no pixels", "5,0,has no pixels"
    })
    void refusesImpossiblePngSizes(int width, int height, String problem) {
        refused(png(width, height), problem);
    }

    @Test
    void refusesBombsInEveryFormat() throws IOException {
        refused(patched("rgb_0.jpg", ByteOrder.BIG_ENDIAN, jpegFrame("rgb_0.jpg") + 3, 65500), "more than the limit");
        byte[] gif = patched("palette_0.gif", ByteOrder.LITTLE_ENDIAN, 6, 65535);
        gif[8] = (byte) 255;
        gif[9] = (byte) 255;
        refused(gif, "more than the limit");
        refused(patched("mode_RGB.bmp", ByteOrder.LITTLE_ENDIAN, 20, 32767), "more than the limit");
    }

    @Test
    void survivesRandomDamage() throws IOException {
        Random random = new Random(5);
        int refused = 0;
        for (String file : SAMPLES) {
            byte[] original = Fixtures.bytes("/image/" + file);
            for (int round = 0; round < 60; round++) {
                byte[] data = original.clone();
                for (int i = 0; i < 3; i++) {
                    // The first bytes name the format and the size; huge but permitted sizes only cost time here.
                    data[30 + random.nextInt(data.length - 30)] = (byte) random.nextInt(256);
                }
                try {
                    ImageDecoder.decode(data, "damaged", true).toRgb();
                } catch (ImageException e) {
                    assertThat(e).hasMessageStartingWith("damaged: ").hasMessageNotContaining("\n");
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void refusesToBlowUpALine() {
        RasterImage line = RasterImage.of(RasterImage.Mode.GREY, 100_000, 1, new byte[100_000]);

        assertThatThrownBy(() -> ClipPreprocessor.clip(224).preprocess(line))
                .isInstanceOf(ImageException.class)
                .hasMessage("picture of 100000x1: too narrow to be resized to a short side of 224");
    }

    private static void refused(byte[] data, String problem) {
        assertThatThrownBy(() -> ImageDecoder.decode(data, "folder/picture"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("folder/picture: ")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("\n");
    }

    /** A PNG with a right header and nothing in it. */
    private static byte[] png(int width, int height) {
        ByteBuffer out = ByteBuffer.allocate(8 + 25 + 12);
        out.putLong(0x89504E470D0A1A0AL)
                .putInt(13)
                .putInt(0x49484452)
                .putInt(width)
                .putInt(height);
        out.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(out.array(), 12, 17);
        out.putInt((int) crc.getValue()).putInt(0).putInt(0x49444154).putInt(0x35AF061E);
        return out.array();
    }

    private static byte[] patched(String file, ByteOrder order, int at, int value) throws IOException {
        byte[] data = Fixtures.bytes("/image/" + file);
        ByteBuffer.wrap(data).order(order).putShort(at, (short) value).putShort(at + 2, (short) value);
        return data;
    }

    /** Where the body of the first baseline frame header starts, less two bytes of length. */
    private static int jpegFrame(String file) throws IOException {
        byte[] data = Fixtures.bytes("/image/" + file);
        for (int i = 2; ; i++) {
            if (data[i] == -1 && data[i + 1] == (byte) 0xC0) {
                return i + 2;
            }
        }
    }
}
