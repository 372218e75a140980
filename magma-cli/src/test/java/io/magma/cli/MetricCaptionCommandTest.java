package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricCaptionCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(dir.resolve("refs.json"), """
                {"annotations": [{"image_id": 1, "id": 1, "caption": "A black dog."}, {"image_id": 1, "id": 2, "caption": "x y"},
                 {"image_id": 2, "id": 3, "caption": "Two cats."}, {"image_id": 3, "id": 4, "caption": "A bird."}]}
                """);
        Files.writeString(dir.resolve("results.json"), """
                [{"image_id": 1, "caption": "a black dog"}, {"image_id": 2, "caption": ""}]
                """);
        Files.writeString(dir.resolve("info.json"), """
                {"images": [{"id": 1, "domain": "in-domain"}, {"id": 2, "domain": "out-domain"}]}
                """);
    }

    private Invocation run(String... more) {
        List<String> line = new ArrayList<>(List.of("metric", "caption", "--references", path("refs.json")));
        line.addAll(List.of("--results", path("results.json"), "--resamples", "20"));
        line.addAll(Arrays.asList(more));
        return Invocation.of(line.toArray(String[]::new));
    }

    private String path(String name) {
        return dir.resolve(name).toString();
    }

    /** Three of three words of the first image are right; the second is empty and has two: exp(1 - 5/3). */
    @Test
    void writesAndPrintsScores() throws IOException {
        Invocation run = run("--tokenizer", "ptb", "--output", path("out.json"), "--per-image");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("tokenizer ptb, all references, 95 % intervals over images\nentire, 2 images\n  Bleu_1 ")
                .containsPattern("  CIDEr +\\d\\.\\d{4}  \\d");
        assertThat(run.err())
                .isEqualTo(path("refs.json") + ": 1 images have no result and are left out\n" + path("results.json")
                        + ": 1 captions have no token; they are scored as they are\n");
        JsonNode out = JSON.readTree(dir.resolve("out.json").toFile());
        assertThat(out.get("Bleu_1").doubleValue()).isCloseTo(Math.exp(1 - 5 / 3.0), within(1e-6));
        assertThat(out.get("ROUGE_L").doubleValue()).isCloseTo(0.5, within(1e-9));
        assertThat(out.get("tokenizer").textValue()).isEqualTo("ptb");
        assertThat(out.get("images").intValue()).isEqualTo(2);
        assertThat(out.get("ci95").get("CIDEr").size()).isEqualTo(2);
        assertThat(out.get("per_image").get("1").get("Bleu_1").doubleValue()).isCloseTo(1, within(1e-6));
        for (String key : List.of("Bleu_2", "Bleu_3", "Bleu_4", "CIDEr", "CIDEr_original")) {
            assertThat(out.has(key)).as(key).isTrue();
        }
    }

    /** Without tokenizer "A" and "dog." are other words. */
    @Test
    void theTokenizerMatters() throws IOException {
        Invocation run = run("--tokenizer", "none", "--references-limit", "1", "--json");

        JsonNode out = JSON.readTree(run.out());
        assertThat(out.get("tokenizer").textValue()).isEqualTo("none");
        assertThat(out.get("references_limit").intValue()).isEqualTo(1);
        assertThat(out.get("Bleu_1").doubleValue()).isCloseTo(Math.exp(1 - 5 / 3.0) / 3, within(1e-6));
    }

    @Test
    void domainsOfNocaps() throws IOException {
        Invocation run = run("--image-info", path("info.json"), "--json");

        JsonNode domains = JSON.readTree(run.out()).get("domains");
        assertThat(domains.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactly("in-domain", "out-domain", "entire");
        assertThat(domains.get("in-domain").get("Bleu_1").doubleValue()).isCloseTo(1, within(1e-6));
    }

    @Test
    void spiceByItsFiles() throws IOException {
        Files.writeString(dir.resolve("spice.json"), """
                [{"image_id": 1, "scores": {"All": {"f": 0.5}}}, {"image_id": 2, "scores": {"All": {"f": 0.0}}}]
                """);
        Invocation run = run("--spice-input", path("in.json"), "--spice-output", path("spice.json"), "--json");

        assertThat(JSON.readTree(run.out()).get("SPICE").doubleValue()).isEqualTo(0.25);
        assertThat(dir.resolve("in.json")).content().startsWith("[{\"image_id\":1,\"test\":\"a black dog\",");
    }

    @Test
    void mistakes() throws IOException {
        assertThat(run("--references-limit", "0"))
                .isEqualTo(new Invocation(2, "", "--references-limit must be at least 1, was 0\n"));
        assertThat(run("--meteor-jar", path("m.jar")))
                .isEqualTo(new Invocation(2, "", "--meteor-jar: " + path("m.jar") + ": no such file\n"));
        assertThat(run("--tokenizer", "moses").status()).isEqualTo(2);
        Files.writeString(dir.resolve("results.json"), "[{\"image_id\": 9, \"caption\": \"a\"}]");
        assertThat(run())
                .isEqualTo(new Invocation(
                        1, "", "magma: 1 of 1 results are for images without references, the first for image 9\n"));
    }
}
