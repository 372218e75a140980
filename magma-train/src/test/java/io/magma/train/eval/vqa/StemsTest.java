package io.magma.train.eval.vqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.testing.Cases;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StemsTest {
    private static final String FOLDER = "net/sf/extjwnl/data/wordnet/wn31/";

    @TempDir
    private Path dir;

    private WordNetLemmas lemmas() throws IOException {
        Path jar = dir.resolve("wn31.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            Map<String, String> files = Map.of(
                    "index.noun", "  1 licence\ncat n 1\nracket n 1\nglass n 1\nfoot n 1\nhorse n 1\n",
                    "index.verb", "  1 licence\nsurf v 1\nride v 1\nrun v 1\nglass v 1\n",
                    "noun.exc", "feet foot\n",
                    "verb.exc", "riding ride\nrunning run\n");
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(FOLDER + file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return WordNetLemmas.read(jar);
    }

    @Test
    void porterIsNltks() throws IOException {
        try (InputStream in = Objects.requireNonNull(StemsTest.class.getResourceAsStream("../porter.tsv"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines).hasSizeGreaterThan(100).allSatisfy(line -> {
                int tab = line.indexOf('\t');
                assertThat(PorterStemmer.stem(line.substring(0, tab))).isEqualTo(line.substring(tab + 1));
            });
        }
    }

    @Test
    void singularsByRules() {
        assertThat(List.of(
                        "dogs", "Boxes", "berries", "knives", "people", "kine", "iris", "glass", "jeans", "databases"))
                .extracting(EnglishSingular::of)
                .containsExactly("dog", "Box", "berry", "knife", "person", "cow", "iri", "glass", "jeans", "database");
    }

    @Test
    void publishedSingulars() throws IOException {
        JsonNode vectors = new ObjectMapper()
                .readTree(Cases.shared("evaldata/okvqa/inflection_singularize_vectors.json")
                        .toFile());
        assertThat(vectors.path("published_pairs"))
                .hasSize(82)
                .allSatisfy(pair -> assertThat(
                                EnglishSingular.of(pair.path("plural").textValue()))
                        .isEqualTo(pair.path("singular").textValue()));
        assertThat(vectors.path("recomputed_on_PICa_words").properties())
                .allSatisfy(pair -> assertThat(EnglishSingular.of(pair.getKey()))
                        .isEqualTo(pair.getValue().textValue()));
    }

    @Test
    void baseForms() throws IOException {
        WordNetLemmas lemmas = lemmas();

        assertThat(List.of("surfing", "rides", "running", "unknowning"))
                .extracting(lemmas::verb)
                .containsExactly("surf", "ride", "run", "unknowning");
        assertThat(List.of("feet", "cats", "glasses", "tennis"))
                .extracting(lemmas::noun)
                .containsExactly("foot", "cat", "glass", "tennis");
    }

    @Test
    void postProcessings() throws IOException {
        OkVqaStems stems = new OkVqaStems(Map.of("clothes", "cloth"), lemmas());
        NounAndVerbLemmas lavis = new NounAndVerbLemmas(lemmas());

        assertThat(List.of("surfing", "tennis rackets", "clothes, cats. Question: what", "gas"))
                .extracting(stems::apply)
                .containsExactly("surf", "tennis racket", "cloth , cat .", "gas");
        assertThat(lavis.apply("riding horses")).isEqualTo("ride horse");
    }

    @Test
    void refusesAnotherJar() throws IOException {
        Path text = Files.writeString(dir.resolve("x.jar"), "x");
        assertThatThrownBy(() -> WordNetLemmas.read(text))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(text + ": cannot be read");
    }
}
