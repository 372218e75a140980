package io.magma.train.eval.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files with published scores, which are read where they lie and are not part of the repository. */
class PublishedCaptionScoresTest {
    private static final Path SHARED =
            Path.of(System.getProperty("magma.shared", "../../shared")).resolve("evaldata");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path file(String name) {
        Path file = SHARED.resolve(name);
        assumeTrue(Files.exists(file), () -> file + " is not there (property magma.shared)");
        return file;
    }

    private static JsonNode json(String name) throws IOException {
        return JSON.readTree(file(name).toFile());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static Map<String, CaptionScore> scores(List<CaptionedImage> images) {
        return CaptionEvaluation.builtIn().stream()
                .flatMap(metric -> metric.scores(images).stream())
                .collect(Collectors.toMap(CaptionScore::name, Function.identity()));
    }

    private static CaptionScore score(Map<String, CaptionScore> scores, String name) {
        return Objects.requireNonNull(scores.get(name), name);
    }

    private static List<CaptionedImage> fakecap() throws IOException {
        List<CaptionedImage> images = new ArrayList<>();
        for (JsonNode row : json("caption/captions_val2014_fakecap_tokenized_refs.json")) {
            images.add(new CaptionedImage(
                    row.get("image_id").asText(), row.get("test").textValue(), texts(row.get("refs"))));
        }
        return images;
    }

    @Test
    void fakecapOfAllAndOfEveryImage() throws IOException {
        JsonNode expected = json("caption/captions_val2014_fakecap_expected.json");
        List<CaptionedImage> images = fakecap();
        Map<String, CaptionScore> scores = scores(images);

        expected.get("corpus")
                .properties()
                .forEach(entry -> assertThat(score(scores, ours(entry.getKey())).value())
                        .as(entry.getKey())
                        .isCloseTo(entry.getValue().doubleValue(), within(1e-9)));
        for (int i = 0; i < images.size(); i++) {
            int image = i;
            expected.get("per_image")
                    .get(images.get(i).id())
                    .properties()
                    .forEach(entry -> assertThat(
                                    score(scores, ours(entry.getKey())).ofImage(image))
                            .as("%s of %s", entry.getKey(), images.get(image).id())
                            .isCloseTo(entry.getValue().doubleValue(), within(1e-9)));
        }
        for (String name : List.of("Bleu_1", "Bleu_2", "Bleu_3", "Bleu_4", "ROUGE_L", "CIDEr")) {
            assertThat(score(scores, name).value())
                    .isCloseTo(expected.get("published_3dp").get(name).doubleValue(), within(0.0005));
        }
    }

    @Test
    void fakecapsCounts() throws IOException {
        JsonNode expected =
                json("caption/captions_val2014_fakecap_expected.json").get("published_bleu_counts");
        List<BleuCounts> counts = fakecap().stream().map(BleuCounts::of).toList();
        BleuCounts sum = new BleuCounts();
        counts.forEach(image -> sum.add(image, 1));

        assertThat(sum.referenceLength()).isEqualTo(expected.get("reflen").longValue());
        assertThat(sum.candidateLength()).isEqualTo(expected.get("testlen").longValue());
        for (int n = 1; n <= 4; n++) {
            assertThat(sum.guessed(n))
                    .isEqualTo(expected.get("guess").get(n - 1).longValue());
            assertThat(sum.correct(n))
                    .isEqualTo(expected.get("correct").get(n - 1).longValue());
        }
    }

    private static String ours(String name) {
        return name.equals("CIDEr_original_nonD") ? "CIDEr_original" : name;
    }

    /** The published results beside what coco-caption's tokenizer made of them. */
    @Test
    void fakecapsTokens() throws IOException {
        Map<String, String> raw = CaptionFile.results(file("caption/captions_val2014_fakecap_results.json"));
        for (CaptionedImage image : fakecap()) {
            assertThat(PtbTokenizer.tokenize(Objects.requireNonNull(raw.get(image.id()))))
                    .isEqualTo(image.candidate());
        }
    }

    @Test
    void spiceOfFakecap() throws IOException {
        SpiceOutput spice = SpiceOutput.read(file("caption/captions_val2014_fakecap_spice_output.json"));
        assertThat(spice.scores(fakecap()).get(0).value()).isCloseTo(0.132889, within(5e-7));
    }

    @Test
    void smallVectors() throws IOException {
        for (JsonNode row : json("caption/small_published_vectors.json")) {
            List<CaptionedImage> images = new ArrayList<>();
            row.get("res")
                    .properties()
                    .forEach(entry -> images.add(new CaptionedImage(
                            entry.getKey(),
                            entry.getValue().get(0).textValue(),
                            texts(row.get("gts").get(entry.getKey())))));
            Map<String, CaptionScore> scores = scores(images);
            JsonNode expected = row.get("recomputed");
            for (int n = 1; n <= 4; n++) {
                assertThat(score(scores, "Bleu_" + n).value())
                        .as("Bleu_%d of %s", n, row.get("source"))
                        .isCloseTo(expected.get("Bleu").get(n - 1).doubleValue(), within(1e-9));
            }
            assertThat(score(scores, "ROUGE_L").value())
                    .isCloseTo(expected.get("ROUGE_L").doubleValue(), within(1e-9));
            // The row that has references of an image without result counts them in the document frequencies.
            if (row.get("gts").size() == images.size()) {
                assertThat(score(scores, "CIDEr").value())
                        .isCloseTo(expected.get("CIDEr").doubleValue(), within(1e-9));
            }
        }
    }

    /** The example of clipscore, tokenized, as in its README. */
    @Test
    void clipscoresExample() throws IOException {
        JsonNode published = json("clipscore_example/published_expected.json");
        Map<String, List<String>> references = CaptionFile.references(file("clipscore_example/refs.json"));
        Map<String, String> names = new HashMap<>(Map.of("ROUGE", "ROUGE_L", "CIDER", "CIDEr"));
        for (int n = 1; n <= 4; n++) {
            names.put("BLEU-" + n, "Bleu_" + n);
        }
        for (String which : List.of("good", "bad")) {
            CaptionPairs pairs = CaptionPairs.of(
                    references,
                    CaptionFile.results(file("clipscore_example/" + which + "_captions.json")),
                    CaptionTokenizer.PTB,
                    Optional.empty());
            Map<String, CaptionScore> scores = scores(pairs.images());
            names.forEach((theirs, name) -> assertThat(score(scores, name).value())
                    .as("%s of %s", name, which)
                    .isCloseTo(published.get(which).get(theirs).doubleValue(), within(1e-4)));
        }
    }
}
