package io.magma.train.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.image.ImageDecoder;
import io.magma.train.convert.ConversionOptions.Layout;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.DataException;
import io.magma.train.data.ImageSets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pipeline behind all formats, and whether our own readers take what it writes. */
class ConversionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GOOD = 9;

    @TempDir
    private Path dir;

    private Path table;

    /** Nine good pictures; then a copy of the first, a missing one, and two copies of something that is no picture. */
    @BeforeEach
    void writeDataSet() throws IOException {
        StringBuilder csv = new StringBuilder("image,caption\n");
        for (int i = 0; i < GOOD; i++) {
            Pictures.write(dir.resolve("pictures/" + i + (i % 2 == 0 ? ".jpg" : ".png")), i);
            csv.append("pictures/%d%s,caption %d%n".formatted(i, i % 2 == 0 ? ".jpg" : ".png", i));
        }
        Files.copy(dir.resolve("pictures/0.jpg"), dir.resolve("pictures/copy.jpg"));
        Files.writeString(dir.resolve("pictures/bad.jpg"), "no picture");
        Files.writeString(dir.resolve("pictures/bad2.jpg"), "no picture");
        csv.append("pictures/copy.jpg,another caption\npictures/gone.jpg,missing\n");
        csv.insert(csv.indexOf("pictures/4"), "pictures/bad.jpg,bad\npictures/bad2.jpg,bad too\n");
        table = Files.writeString(dir.resolve("table.csv"), csv);
    }

    private ConversionManifest convert(ConversionOptions options, ConversionListener listener) throws IOException {
        return new Conversion(ConversionFormat.CSV, ConversionInputs.of(List.of(table), dir), options, "1.0", listener)
                .run();
    }

    private ConversionOptions options(String output, Layout layout, int workers) {
        return new ConversionOptions(dir.resolve(output), layout, OptionalInt.empty(), 95, 6000, workers);
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), ContentHash.sha256(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void whatIsWrittenIsReadAndEveryPictureIsAccountedFor(Layout layout) throws IOException {
        ConversionManifest manifest = convert(options("out", layout, 2), ConversionListener.NONE);

        AnnotatedImages images = ImageSets.open(dir.resolve("out"));
        assertThat(images.size()).isEqualTo(GOOD);
        for (int i = 0; i < GOOD; i++) {
            byte[] original = Files.readAllBytes(dir.resolve("pictures/" + i + (i % 2 == 0 ? ".jpg" : ".png")));
            assertThat(images.image(i).read()).as("bytes of picture %d", i).isEqualTo(original);
        }
        assertThat(images.captions(0)).containsExactly("caption 0", "another caption");
        assertThat(images.captions(8)).containsExactly("caption 8");
        assertThat(manifest.counts())
                .containsEntry("pictures_named", 13L)
                .containsEntry("pictures", 9L)
                .containsEntry("duplicates", 1L)
                .containsEntry("missing", 1L)
                .containsEntry("undecodable", 2L)
                .containsEntry("captions", 10L)
                .containsEntry("encoded_anew", 0L);
        List<String> skipped = Files.readAllLines(dir.resolve("out/skipped.jsonl"));
        assertThat(skipped).hasSize(3);
        assertThat(skipped.get(0)).contains("pictures/gone.jpg", "\"missing\"", "no such file");
        assertThat(skipped.get(1)).contains("pictures/bad.jpg", "\"undecodable\"", "not a picture in a known format");
        assertThat(skipped.get(2)).contains("pictures/bad2.jpg");
        JsonNode written = JSON.readTree(dir.resolve("out/manifest.json").toFile());
        assertThat(written.path("format").asText()).isEqualTo("csv");
        assertThat(written.path("version").asText()).isEqualTo("1.0");
        assertThat(written.path("licence_note").asText()).isNotBlank();
        assertThat(written.path("source")
                        .path("annotations")
                        .path(0)
                        .path("bytes")
                        .asLong())
                .isEqualTo(Files.size(table));
        assertThat(dir.resolve("out/.conversion.jsonl")).doesNotExist();
    }

    /** Ends a conversion as a kill would: nothing after the given number of pictures of a stage happens. */
    private static ConversionListener killAfter(String stage, int pictures) {
        return (name, done, of, problems) -> {
            if (name.equals(stage) && done == pictures) {
                throw new IllegalStateException("killed");
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void killedAnywhereItGoesOnToTheSameBytes(Layout layout) throws IOException {
        convert(options("whole", layout, 1), ConversionListener.NONE);
        Map<String, String> whole = files(dir.resolve("whole"));
        ConversionOptions options = options("pieces", layout, 3);
        Path state = dir.resolve("pieces/.conversion.jsonl");

        for (ConversionListener kill : List.of(
                killAfter("hashing", 2),
                killAfter("hashing", 6),
                killAfter("writing", 3),
                killAfter("writing", 4),
                killAfter("writing", GOOD))) {
            assertThatThrownBy(() -> convert(options, kill)).hasMessage("killed");
            // a line that was cut off
            Files.writeString(state, "{\"written\": 99, \"sh", StandardOpenOption.APPEND);
        }
        ConversionManifest manifest = convert(options, ConversionListener.NONE);

        assertThat(files(dir.resolve("pieces"))).isEqualTo(whole);
        assertThat(manifest.counts()).containsEntry("pictures", 9L).containsEntry("undecodable", 2L);
        if (layout == Layout.WEBDATASET) {
            assertThat(whole.keySet()).contains("csv-000000.tar", "csv-000001.tar");
        }
    }

    @Test
    void goingOnDoesNothingTwice() throws IOException {
        ConversionOptions options = options("out", Layout.MAGMA, 1);
        assertThatThrownBy(() -> convert(options, killAfter("writing", 6))).hasMessage("killed");
        Path first = dir.resolve("out/image_data/00000/000000000.json");
        Files.writeString(first, "left as it is");
        StringBuilder done = new StringBuilder();

        convert(
                options,
                (stage, n, of, problems) -> done.append(stage).append(n).append(' '));

        // ten distinct contents, one of which is no picture
        assertThat(done.toString()).isEqualTo("writing7 writing8 writing9 writing10 ");
        assertThat(first).hasContent("left as it is");
        done.setLength(0);
        ConversionManifest again = convert(options, (stage, n, of, problems) -> done.append(stage));
        assertThat(done).isEmpty();
        assertThat(again.counts()).containsEntry("pictures", 9L);
    }

    @Test
    void anotherConversionIsNotMixedIn() throws IOException {
        ConversionOptions options = options("out", Layout.MAGMA, 1);
        assertThatThrownBy(() -> convert(options, killAfter("writing", 5))).hasMessage("killed");

        assertThatThrownBy(() -> convert(options("out", Layout.WEBDATASET, 1), ConversionListener.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds an unfinished conversion with other options");
        convert(options, ConversionListener.NONE);
        assertThatThrownBy(() -> convert(options("out", Layout.WEBDATASET, 1), ConversionListener.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds the result of another conversion");
        assertThatThrownBy(() -> convert(options("pictures", Layout.MAGMA, 1), ConversionListener.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not empty and no conversion was begun there");
    }

    @Test
    void shrinksOnlyWhatIsTooLargeAndRewritesRareFormats() throws IOException {
        Files.write(dir.resolve("pictures/large.jpg"), Pictures.bytes("jpg", 60, 30, 1));
        Files.write(dir.resolve("pictures/rare.gif"), Pictures.bytes("gif", 6, 3, 1));
        table = Files.writeString(
                dir.resolve("t.csv"),
                "image,caption\npictures/1.png,a\npictures/large.jpg,b\npictures/rare.gif,c\npictures/3.png,d\n");
        ConversionOptions options =
                new ConversionOptions(dir.resolve("out"), Layout.MAGMA, OptionalInt.of(12), 90, 1, 2);

        ConversionManifest manifest = convert(options, ConversionListener.NONE);

        AnnotatedImages images = ImageSets.open(dir.resolve("out"));
        assertThat(images.image(0).read()).isEqualTo(Files.readAllBytes(dir.resolve("pictures/1.png")));
        assertThat(images.image(1).name()).endsWith("000000001.jpg");
        assertThat(images.image(2).name()).endsWith("000000002.png");
        var small = ImageDecoder.decode(images.image(1).read(), "small");
        assertThat(List.of(small.width(), small.height())).containsExactly(12, 6);
        assertThat(ImageDecoder.decode(images.image(2).read(), "rare").toRgb().data())
                .isEqualTo(ImageDecoder.decode(Files.readAllBytes(dir.resolve("pictures/rare.gif")), "gif")
                        .toRgb()
                        .data());
        JsonNode json =
                JSON.readTree(dir.resolve("out/image_data/00000/000000001.json").toFile());
        assertThat(json.path("metadata").path("original_width").asInt()).isEqualTo(60);
        assertThat(json.path("metadata").path("source").asText()).isEqualTo("pictures/large.jpg");
        assertThat(manifest.counts()).containsEntry("encoded_anew", 2L);
    }

    @Test
    void questionsWithAllTheirAnswersReachTheReader() throws IOException {
        Pictures.write(dir.resolve("COCO_val2014_000000000009.jpg"), 1);
        Path questions = Files.writeString(
                dir.resolve("q.json"),
                "{\"data_subtype\": \"val2014\", \"questions\": [{\"image_id\": 9, \"question\": \"Red?\", \"question_id\": 1}]}");
        Path annotations = Files.writeString(
                dir.resolve("a.json"),
                "{\"annotations\": [{\"question_id\": 1, \"answer_type\": \"yes/no\", \"answers\": [{\"answer\": \"no\"},"
                        + " {\"answer\": \"yes\"}, {\"answer\": \"yes\"}]}]}");
        ConversionInputs inputs = new ConversionInputs(
                List.of(annotations),
                List.of(questions),
                Optional.of(dir),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        for (Layout layout : Layout.values()) {
            new Conversion(
                            ConversionFormat.VQAV2,
                            inputs,
                            options("vqa" + layout, layout, 1),
                            "1.0",
                            ConversionListener.NONE)
                    .run();
            AnnotatedImages images = ImageSets.open(dir.resolve("vqa" + layout));

            assertThat(images.questions(0)).singleElement().satisfies(q -> {
                assertThat(q.question()).isEqualTo("Red?");
                assertThat(q.answers()).containsExactly("yes");
                assertThat(q.type()).isEqualTo("yes/no");
            });
        }
        String json = Files.readString(dir.resolve("vqaMAGMA/image_data/00000/000000000.json"), StandardCharsets.UTF_8);
        assertThat(JSON.readTree(json).path("questions").path(0).path("answers"))
                .hasSize(3);
    }

    @Test
    void nothingUsableIsAFailure() throws IOException {
        table = Files.writeString(dir.resolve("t.csv"), "image,caption\nx.jpg,a\ny.jpg,b\n");
        assertThatThrownBy(() -> convert(options("none", Layout.MAGMA, 1), ConversionListener.NONE))
                .isInstanceOf(DataException.class)
                .hasMessage("none of 2 pictures can be read; the first: x.jpg: no such file");
        table = Files.writeString(dir.resolve("u.csv"), "image,caption\npictures/bad.jpg,a\n");
        assertThatThrownBy(() -> convert(options("bad", Layout.MAGMA, 1), ConversionListener.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "none of 1 pictures can be decoded; the first: pictures/bad.jpg: not a picture");
        table = Files.writeString(dir.resolve("v.csv"), "image,caption\n");
        assertThatThrownBy(() -> convert(options("empty", Layout.MAGMA, 1), ConversionListener.NONE))
                .hasMessage("csv: the annotations say nothing about any picture");
    }
}
