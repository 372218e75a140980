package io.magma.train.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledImagesTest {
    private static final Path EMOJI = Path.of("../src-test-data/emoji/val_concept");

    @TempDir
    private Path dir;

    private void write(String name, String text) throws IOException {
        Path file = dir.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private TaskItems read(Path data, String label, int minimum, boolean skipMissing) {
        return LabelledImages.read(
                data,
                ClassLabel.parse(label).orElseThrow(),
                minimum,
                new ExtractedPictures(dir.resolve("extracted")),
                skipMissing);
    }

    @Test
    void aFolderForEachClass() throws IOException {
        for (String name :
                List.of("cat/2.JPEG", "cat/1.png", "dog/a.webp", "dog/b.jpg", "fish/1.png", "dog/notes.txt")) {
            write(name, "");
        }
        write("readme.md", "");
        TaskItems items = read(dir.resolve("data"), "caption", 2, false);

        assertThat(items.items())
                .extracting(TaskItem::id)
                .containsExactly("cat/1.png", "cat/2.JPEG", "dog/a.webp", "dog/b.jpg");
        assertThat(items.items()).extracting(i -> i.answers().get(0)).containsExactly("cat", "cat", "dog", "dog");
        assertThat(items.leftOut()).containsExactly(Map.entry("pictures of classes with fewer than 2", 1));
        assertThatThrownBy(() -> read(dir.resolve("data"), "caption", 3, false))
                .isInstanceOf(DataException.class)
                .hasMessage(dir.resolve("data") + ": none of 3 classes has 3 pictures");
    }

    @Test
    void magmasFolder() throws IOException {
        write("image_data/1.json", """
                {"image_path": "images/1.png", "captions": [" A  Cat"], "metadata": {"label": "pet"}}""");
        write("image_data/2.json", """
                {"image_path": "images/2.png", "captions": ["a cat"], "metadata": {},
                 "questions": [{"question": "Kind?", "answer": "Animal", "type": "kind"}]}""");
        write("images/1.png", "");
        Path data = dir.resolve("data");

        assertThatThrownBy(() -> read(data, "caption", 1, false)).hasMessageContaining("2.png: no such picture");
        write("images/2.png", "");
        assertThat(read(data, "caption", 2, false).items())
                .extracting(TaskItem::image)
                .containsExactly(data.resolve("images/1.png"), data.resolve("images/2.png"));
        TaskItems labelled = read(data, "metadata.label", 1, false);
        assertThat(labelled.items()).extracting(TaskItem::answers).containsExactly(List.of("pet"));
        assertThat(labelled.leftOut()).containsEntry("pictures without a class", 1);
        assertThat(read(data, "answer.kind", 1, false).items())
                .extracting(TaskItem::answers)
                .containsExactly(List.of("animal"));
        write("image_data/3.json", "{\"image_path\": \"images/1.png\"}");
        assertThatThrownBy(() -> read(data, "caption", 1, false))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("3.json: has no captions");
    }

    /** Concepts by name are those by code; what lies in shards gets files when they are needed. */
    @Test
    void emojiInShards() throws IOException {
        TaskItems byName = read(EMOJI, "concept", 6, false);
        TaskItems byCode = read(EMOJI, "metadata.concept", 6, false);
        assertThat(byName.items())
                .extracting(TaskItem::id)
                .isEqualTo(byCode.items().stream().map(TaskItem::id).toList());
        assertThat(byCode.items().stream().map(TaskItem::answers).distinct()).hasSize(13);
        assertThat(byName.items()).extracting(i -> i.answers().get(0)).contains("superhero");

        ExtractedPictures extracted = new ExtractedPictures(dir.resolve("pictures"));
        TaskItem first = LabelledImages.read(EMOJI, ClassLabel.parse("concept").orElseThrow(), 6, extracted, false)
                .items()
                .get(0);
        assertThat(first.image()).doesNotExist();
        extracted.write(List.of(first.image(), first.image()));
        extracted.write(List.of(first.image()));
        assertThat(Files.readAllBytes(first.image())).startsWith(0x89, 'P', 'N', 'G');
        try (Stream<Path> files = Files.list(dir.resolve("pictures"))) {
            assertThat(files).containsExactly(first.image());
        }
    }

    @Test
    void nothingThere() throws IOException {
        Files.createDirectories(dir.resolve("data"));
        assertThatThrownBy(() -> read(dir.resolve("data"), "caption", 2, false))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("there is nothing to ask");
        assertThatThrownBy(() -> read(dir.resolve("none"), "caption", 2, false))
                .hasMessageContaining("none: no such file or folder");
    }
}
