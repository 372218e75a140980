package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.CaptionChoice;
import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.LossTarget;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.train.prepare.TarShards;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleSourcesTest {

    private static final Path EMOJI = Path.of("..", "src-test-data", "emoji");

    @TempDir
    private Path temp;

    @Test
    void magmaFolderIsReadInTheOrderOfItsPaths() throws IOException {
        SampleSource source = SampleSources.open(Fixtures.source(DataFormat.MAGMA, Fixtures.magma(temp, 6), false));

        assertThat(source.size()).isEqualTo(6);
        assertThat(IntStream.range(0, 6).mapToObj(i -> source.get(i, 0).target()))
                .containsExactly("caption 0", "caption 1", "caption 2", "caption 3", "caption 4", "caption 5");
        assertThat(source.get(5, 0).references()).containsExactly("caption 5", "other 5");
        assertThat(source.get(5, 0).image().orElseThrow().read()).isEqualTo(Fixtures.png(15));
    }

    @Test
    void questionsOfMagmaFolderUseTheTemplate() throws IOException {
        SourceConfig config = Fixtures.source(
                DataFormat.MAGMA,
                Fixtures.magma(temp, 3),
                false,
                1,
                SampleContent.QUESTIONS,
                List.of(),
                Optional.empty());

        SampleSource source = SampleSources.open(config);

        assertThat(source.size()).isEqualTo(6);
        assertThat(source.get(2, 0).prompt()).isEqualTo("Q: Which? A:");
        assertThat(source.get(2, 0).target()).isEqualTo(" 1");
        assertThat(source.get(3, 0).target()).isEqualTo(" no");
        assertThat(source.get(3, 0).references()).containsExactly("no", "maybe");
        assertThat(source.get(3, 0).type()).isEqualTo("yesno");
    }

    @Test
    void questionTypesAreKeptAsAsked() throws IOException {
        SourceConfig config = Fixtures.source(
                DataFormat.MAGMA,
                Fixtures.magma(temp, 3),
                false,
                1,
                SampleContent.QUESTIONS,
                List.of("yesno"),
                Optional.empty());

        assertThat(SampleSources.open(config).size()).isEqualTo(3);
    }

    @Test
    void randomCaptionsAndCaptionPrompt() throws IOException {
        SourceConfig config = new SourceConfig(
                DataFormat.MAGMA,
                Location.of(Fixtures.magma(temp, 3)),
                1,
                true,
                CaptionChoice.RANDOM,
                SampleContent.CAPTIONS,
                LossTarget.ALL,
                "{prompt}",
                "A picture of",
                Optional.empty(),
                2,
                List.of(),
                Optional.empty());

        SampleSource source = SampleSources.open(config);

        assertThat(source.size()).isEqualTo(2);
        assertThat(source.get(1, 4).target()).isEqualTo(" caption 1");
        assertThat(source.get(1, -5).target()).isEqualTo(" other 1");
        assertThat(source.get(1, 0).prompt()).isEqualTo("A picture of");
        assertThat(source.get(1, 0).lossOnPrompt()).isTrue();
    }

    @Test
    void committedEmojiAreReadFromTheirShards() {
        SampleSource captions =
                SampleSources.open(Fixtures.source(DataFormat.WEBDATASET, EMOJI.resolve("val_style"), false));
        SampleSource questions = SampleSources.open(Fixtures.source(
                DataFormat.WEBDATASET,
                EMOJI.resolve("val_concept/val_concept-{000000..000000}.tar"),
                false,
                1,
                SampleContent.QUESTIONS,
                List.of("yesno", "color"),
                Optional.empty()));

        // counts of the Python program that the set was compared with
        assertThat(captions.size()).isEqualTo(586);
        assertThat(questions.size()).isEqualTo(526 + 6);
        assertThat(questions.get(0, 0).prompt()).startsWith("Q: ").endsWith(" A:");
        assertThat(captions.get(7, 0).image().orElseThrow().read()).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void textFileBesidePictureIsACaption() throws IOException {
        Path shards = shards(temp.resolve("w"), 3, "txt", "a cat \n");

        SampleSource source = SampleSources.open(
                Fixtures.source(DataFormat.WEBDATASET, shards.resolve("s-{000000..000002}.tar"), false));

        assertThat(source.size()).isEqualTo(3);
        assertThat(source.get(2, 0).target()).isEqualTo("a cat");
        assertThat(source.get(2, 0).id()).isEqualTo("key2");
    }

    @Test
    void truncatedShardIsNamed() throws IOException {
        Path shards = shards(temp.resolve("w"), 1, "txt", "a cat");
        Path shard = shards.resolve("s-000000.tar");
        try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
            file.setLength(600);
        }

        assertThatThrownBy(() -> SampleSources.open(Fixtures.source(DataFormat.WEBDATASET, shards, false)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("s-000000.tar")
                .hasMessageContaining("runcated");
    }

    @Test
    void missingShardOfAPatternIsNamed() throws IOException {
        Path shards = shards(temp.resolve("w"), 2, "txt", "a cat");

        assertThatThrownBy(() -> SampleSources.open(
                        Fixtures.source(DataFormat.WEBDATASET, shards.resolve("s-{000000..000002}.tar"), false)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("s-000002.tar");
    }

    @Test
    void bracesExpandAsInAShell() {
        // bash: echo a{8..11}b{x,y} and echo s-{008..010}
        assertThat(BracePattern.expand("a{8..9}b{x,y}")).containsExactly("a8bx", "a8by", "a9bx", "a9by");
        assertThat(BracePattern.expand("s-{008..010}")).containsExactly("s-008", "s-009", "s-010");
        assertThatThrownBy(() -> BracePattern.expand("s-{x}")).isInstanceOf(DataException.class);
    }

    @Test
    void questionRowsFromJsonLines() throws IOException {
        Path file = temp.resolve("vqa.jsonl");
        Files.writeString(file, """
                {"image_path": "images/a.png", "question": "What?", "answers": ["x", "y"], "type": "name"}

                {"image": "b.png", "prompt": "Who?", "answer": "z"}
                """);

        SampleSource source = SampleSources.open(Fixtures.source(DataFormat.QA, file, false));

        assertThat(source.size()).isEqualTo(2);
        assertThat(source.get(0, 0).image()).hasValue(ImageBytes.ofFile(temp.resolve("images/a.png")));
        assertThat(source.get(0, 0).prompt() + source.get(0, 0).target()).isEqualTo("Q: What? A: x");
        assertThat(source.get(1, 0).id()).isEqualTo(file + ":3");
    }

    @Test
    void malformedRowIsNamedByItsLine() throws IOException {
        Path file = temp.resolve("vqa.jsonl");
        Files.writeString(file, "{\"prompt\": \"a\", \"answer\": \"b\"}\n{\"prompt\": \"a\"}\n");

        assertThatThrownBy(() -> SampleSources.open(Fixtures.source(DataFormat.QA, file, false)))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ":2: has neither answer nor answers");
    }

    @Test
    void textFromJsonLinesAndPlainLines() throws IOException {
        Files.writeString(temp.resolve("a.jsonl"), "{\"text\": \"one\\ntwo\"}\n");
        Files.writeString(temp.resolve("b.txt"), "three\n\nfour\n");

        SampleSource source = SampleSources.open(Fixtures.source(DataFormat.TEXT, temp, false));

        assertThat(IntStream.range(0, source.size())
                        .mapToObj(i -> source.get(i, 0).target()))
                .containsExactly("one\ntwo", "three", "four");
    }

    @Test
    void emptyAndMissingSourcesAreNamed() throws IOException {
        Path empty = temp.resolve("empty");
        Files.createDirectories(empty.resolve("image_data"));
        Path blank = Files.writeString(temp.resolve("blank.jsonl"), "\n");

        for (SourceConfig config : List.of(
                Fixtures.source(DataFormat.MAGMA, empty, false),
                Fixtures.source(DataFormat.MAGMA, temp.resolve("nowhere"), false),
                Fixtures.source(DataFormat.WEBDATASET, empty, false),
                Fixtures.source(DataFormat.TEXT, blank, false),
                Fixtures.source(DataFormat.QA, blank, false))) {
            assertThatThrownBy(() -> SampleSources.open(config))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(config.path().toString());
        }
    }

    private static Path shards(Path folder, int count, String extension, String text) throws IOException {
        // room for one sample a shard
        try (TarShards tar = new TarShards(folder, "s", 3000)) {
            for (int i = 0; i < count; i++) {
                Map<String, byte[]> parts = new LinkedHashMap<>();
                parts.put("png", Fixtures.png(i));
                parts.put(extension, text.getBytes(StandardCharsets.UTF_8));
                tar.write("key" + i, parts);
            }
        }
        return folder;
    }
}
