package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small data set through all commands about data. */
class DataCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    @BeforeEach
    void writeDataSet() throws IOException {
        StringBuilder csv = new StringBuilder("image,caption\n");
        for (int i = 0; i < 4; i++) {
            BufferedImage image = new BufferedImage(20 + 10 * i, 20, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i, i, 0xff8800);
            ImageIO.write(image, "png", dir.resolve(i + ".png").toFile());
            csv.append(i).append(".png,<caption> number ").append(i).append('\n');
        }
        Files.writeString(dir.resolve("table.csv"), csv + "gone.png,missing\n");
    }

    private Invocation convert(String... more) {
        String[] fixed = {
            "data",
            "convert",
            "csv",
            "-a",
            dir.resolve("table.csv").toString(),
            "-o",
            dir.resolve("out").toString()
        };
        String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return Invocation.of(all);
    }

    private String out() {
        return dir.resolve("out").toString();
    }

    @Test
    void convertVerifyStatsInspect() throws IOException {
        Invocation convert = convert("--to", "webdataset", "--json", "--workers", "2");
        assertThat(convert.status()).as(convert.err()).isZero();
        JsonNode converted = JSON.readTree(convert.out());
        assertThat(converted.path("pictures").asInt()).isEqualTo(4);
        assertThat(converted.path("missing").asInt()).isEqualTo(1);
        assertThat(convert.err()).contains("hashing 5/5", "1 problem", "writing 4/4");

        Invocation verify = Invocation.of("data", "verify", out());
        assertThat(verify.status()).isZero();
        assertThat(verify.out()).isEqualTo(out() + ": 4 pictures, 0 broken" + System.lineSeparator());

        JsonNode stats = JSON.readTree(
                        Invocation.of("data", "stats", out(), "--json").out())
                .path(out());
        assertThat(stats.path("pictures").asInt()).isEqualTo(4);
        assertThat(stats.path("modes").path("rgb").asInt()).isEqualTo(4);
        assertThat(stats.path("width").path("min").asInt()).isEqualTo(20);
        assertThat(stats.path("width").path("max").asInt()).isEqualTo(50);
        assertThat(stats.path("width").path("median").asInt()).isEqualTo(30);
        assertThat(stats.path("aspect_ratio").path("max").asDouble()).isEqualTo(2.5);
        assertThat(stats.path("caption_characters").path("mean").asInt()).isEqualTo(18);
        assertThat(Invocation.of("data", "stats", out()).out()).contains("width", "min 20, 5% 20, median 30");

        Path page = dir.resolve("page.html");
        Invocation inspect = Invocation.of("data", "inspect", out(), "-o", page.toString());
        assertThat(inspect.out()).isEqualTo(page + System.lineSeparator());
        assertThat(Files.readString(page))
                .contains("&lt;caption&gt; number 3", "data:image/jpeg;base64,", "4 of 4 pictures", "50 × 20")
                .doesNotContain("http://", "https://");
        JsonNode shots = JSON.readTree(Invocation.of("data", "inspect", out(), "--count", "2", "--json")
                .out());
        assertThat(shots.path("data").path(0).path("shots")).hasSize(2);
    }

    @Test
    void verifyFailsAndNamesWhatIsBroken() throws IOException {
        assertThat(convert().status()).isZero();
        Path image = dir.resolve("out/images/00000/000000002.png");
        Files.write(image, Arrays.copyOf(Files.readAllBytes(image), 60));

        Invocation verify = Invocation.of("data", "verify", out());
        Invocation json = Invocation.of("data", "verify", out(), "--json");

        assertThat(verify.status()).isEqualTo(1);
        assertThat(verify.out()).startsWith(image + ": ").contains(out() + ": 4 pictures, 1 broken");
        assertThat(json.status()).isEqualTo(1);
        JsonNode broken = JSON.readTree(json.out()).path(out()).path("broken");
        assertThat(broken.path(0).path("id").asText()).isEqualTo("image_data/00000/000000002.json");
        assertThat(Invocation.of("data", "stats", out()).out()).containsPattern("broken +1\\R");
    }

    @Test
    void mistakesAreOneLine() {
        assertThat(Invocation.of("data", "convert", "coco", "-o", out()).err()).isEqualTo("coco needs --annotations\n");
        assertThat(convert("--language", "en").err()).isEqualTo("csv takes no --language\n");
        assertThat(convert("--max-side", "0").err()).isEqualTo("--max-side must be at least 1\n");
        assertThat(Invocation.of("data", "verify").err()).isEqualTo("give either PATH or -c\n");
        Invocation absent = Invocation.of("data", "stats", dir.resolve("none").toString());
        assertThat(absent.status()).isEqualTo(2);
        assertThat(absent.err()).isEqualTo(dir.resolve("none") + ": no such file or folder\n");
        Invocation unknown = Invocation.of("data", "convert", "cocoa", "-o", out());
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("COCO", "LOCALIZED_NARRATIVES", "but was 'cocoa'")
                .hasLineCount(2);
    }
}
