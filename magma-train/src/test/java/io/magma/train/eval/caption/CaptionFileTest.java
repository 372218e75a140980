package io.magma.train.eval.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionFileTest {
    @TempDir
    private Path dir;

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("f.json"), text);
    }

    @Test
    void cocosAnnotations() throws IOException {
        Path file = file("""
                {"info": {"year": 2014}, "type": "captions", "licenses": [{"id": 1}], "empty": [],
                 "images": [{"id": 42, "file_name": "x.jpg"}],
                 "annotations": [{"image_id": 42, "id": 1, "caption": "A dog."}, {"image_id": 7, "id": 2, "caption": "A cat."},
                                 {"image_id": 42, "id": 3, "caption": "Dog"}]}
                """);
        assertThat(CaptionFile.references(file))
                .containsExactly(entry("42", List.of("A dog.", "Dog")), entry("7", List.of("A cat.")));
    }

    @Test
    void resultsAndMaps() throws IOException {
        assertThat(CaptionFile.results(file("[{\"image_id\": 42, \"caption\": \"\"}]")))
                .containsExactly(entry("42", ""));
        assertThat(CaptionFile.results(file("{\"a\": [\"x\"], \"annotations\": \"y\", \"c\": \"z\"}")))
                .containsExactly(entry("a", "x"), entry("annotations", "y"), entry("c", "z"));
        assertThat(CaptionFile.references(file("{\"a\": [\"x\", \"y\"]}")))
                .containsExactly(entry("a", List.of("x", "y")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "[{\"image_id\": 1, \"caption\": \"a\"}, {\"image_id\": 1, \"caption\": \"b\"}] | : image 1 has 2 results, must have one",
                "{\"1\": [\"a\"], \"1\": [\"b\"]} | :1: image 1 is there twice",
                "[{\"id\": 5, \"image_id\": 1, \"caption\": \"a\"}, {\"id\": 5, \"image_id\": 2, \"caption\": \"b\"}] | :1: id 5 is there twice",
                "[{\"image_id\": 1}] | :1: caption must be a text, but is missing",
                "[{\"image_id\": 1.5, \"caption\": \"a\"}] | :1: image_id must be a text or a whole number, was 1.5",
                "{\"1\": [\"a\", 3]} | :1: image 1: captions must be texts",
                "{\"1\": []} | : image 1 has 0 results, must have one",
                "{\"info\": {}} | : has no captions",
                "[] | : has no captions",
                "17 | :1: must be a list or an object",
                "[{\"image_id\": 1, \"cap | :1: is not JSON: Unexpected end-of-input",
            })
    void mistakes(String text, String message) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> CaptionFile.results(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    void bytesThatAreNoUtf8() throws IOException {
        Path file = dir.resolve("f.json");
        Files.write(file, new byte[] {'[', '"', (byte) 0xe9, '"', ']'});
        assertThatThrownBy(() -> CaptionFile.references(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ":1: is not JSON: ");
        assertThatThrownBy(() -> CaptionFile.references(dir.resolve("none.json")))
                .hasMessage(dir.resolve("none.json") + ": no such file");
    }

    @Test
    void pairsAreWhatHasAResult() {
        CaptionPairs pairs = CaptionPairs.of(
                Map.of("1", List.of("A dog.", "...", "x"), "2", List.of("y")),
                Map.of("1", " \n"),
                CaptionTokenizer.PTB,
                Optional.of(2));
        assertThat(pairs)
                .isEqualTo(new CaptionPairs(List.of(new CaptionedImage("1", "", List.of("a dog", ""))), 1, 1, 1));
    }

    @Test
    void resultsForUnknownImages() {
        assertThatThrownBy(() -> CaptionPairs.of(
                        Map.of("1", List.of("a")), Map.of("3", "b"), CaptionTokenizer.NONE, Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessage("1 of 1 results are for images without references, the first for image 3");
    }

    @Test
    void domainsOfNocaps() throws IOException {
        CaptionedImage near = new CaptionedImage("1", "a", List.of("a"));
        CaptionedImage in = new CaptionedImage("2", "a", List.of("a"));
        NocapsDomains domains = NocapsDomains.read(file("""
                {"info": {}, "images": [{"id": 1, "domain": "near-domain"}, {"id": 2, "domain": "in"}, {"id": 3}],
                 "licenses": []}
                """));
        assertThat(domains.sort(List.of(near, in)))
                .containsExactly(entry("in-domain", List.of(in)), entry("near-domain", List.of(near)));
        CaptionedImage other = new CaptionedImage("3", "a", List.of("a"));
        assertThatThrownBy(() -> domains.sort(List.of(other)))
                .hasMessage(dir.resolve("f.json") + ": has no domain of image 3");
        Path wrong = file("{\"images\": [{\"id\": 1, \"domain\": \"far\"}]}");
        assertThatThrownBy(() -> NocapsDomains.read(wrong))
                .hasMessageStartingWith(wrong + ":1: domain must be one of in-domain,");
    }
}
