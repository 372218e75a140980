package io.magma.train.eval.vqa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.testing.Cases;
import io.magma.train.eval.answer.AnswerEvaluation;
import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.IdMatch;
import io.magma.train.eval.answer.ScoreDocument;
import io.magma.train.eval.answer.ScoreReport;
import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.json.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that the original evaluation codes gave for real and made-up answers, to the last digit. */
class VqaSharedVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void normalisationStepByStep() throws IOException {
        List<String> lines = Files.readAllLines(Cases.shared("evaldata/vqa/normalization_vectors.jsonl"));
        assertThat(lines).hasSize(1913);
        for (String line : lines) {
            JsonNode vector = JSON.readTree(line);
            String text = vector.path("in").textValue();
            String clean = VqaNormalizer.clean(text);
            String punctuation = VqaNormalizer.punctuation(clean);
            assertThat(List.of(
                            clean,
                            punctuation,
                            VqaNormalizer.digitsAndArticles(punctuation),
                            VqaNormalizer.normalized(text),
                            VqaNormalizer.evalAi(text)))
                    .as(line)
                    .containsExactly(
                            vector.path("clean").textValue(),
                            vector.path("punct").textValue(),
                            vector.path("norm").textValue(),
                            vector.path("norm").textValue(),
                            vector.path("evalai").textValue());
        }
    }

    @Test
    void edgeCases() throws IOException {
        JsonNode cases = JSON.readTree(
                Cases.shared("evaldata/vqa/accuracy_edge_cases.json").toFile());
        assertThat(cases).hasSize(28);
        for (JsonNode edge : cases) {
            GroundTruth truth = new GroundTruth(VqaFiles.answers(new Element(edge, "edge")), List.of());
            edge.path("expected").properties().forEach(expected -> {
                VqaScorer scorer = scorer(expected.getKey());
                assertThat(scorer.score(edge.path("result").textValue(), truth).score())
                        .as(edge.path("note") + " " + scorer)
                        .isEqualTo(expected.getValue().doubleValue());
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vqa/vqav2_smallval_annotations.json, vqa/vqav2_smallval_results_synthetic.json, vqa/vqav2_smallval_expected.json",
        "vqa/vqav2_smallval_annotations.json, vqa/vqav2_idefics34_results_real.json, vqa/vqav2_idefics34_expected.json",
        "okvqa/mini_SYNTHETIC_annotations.json, okvqa/mini_results_synthetic.json, okvqa/mini_expected.json",
    })
    void accuracies(String annotations, String results, String expected) throws IOException {
        JsonNode variants = JSON.readTree(Cases.shared("evaldata/" + expected).toFile());
        assertThat(variants).hasSize(8);
        for (Map.Entry<String, JsonNode> variant : variants.properties()) {
            ScoreReport report = report(scorer(variant.getKey()), annotations, results);
            ScoreDocument document = ScoreDocument.of(Map.of(), report, new Bootstrap(1, 0));
            JsonNode whole = JSON.valueToTree(document.whole());
            for (String key : List.of("overall", "perQuestionType", "perAnswerType", "evalQA")) {
                assertThat(whole.path(key))
                        .as(variant.getKey() + " " + key)
                        .isEqualTo(variant.getValue().path(key));
            }
            assertThat(document.overall().percent())
                    .isEqualTo(variant.getValue().path("overall_unrounded").doubleValue());
        }
    }

    @Test
    void officialFiles() {
        assertThat(VqaFiles.questionIds(Cases.shared("evaldata/okvqa/OpenEnded_mscoco_val2014_questions.json")))
                .hasSize(5046)
                .contains("2971475");
        assertThat(VqaFiles.results(Cases.shared("evaldata/okvqa/PICa_gpt3_VinVLTag_n16_repeat5_results.json"))
                        .byId())
                .hasSize(5046)
                .containsEntry("2971475", "motorcycle");
        assertThat(VqaFiles.results(Cases.shared("evaldata/vqa/official_results_format_example_2015.json"))
                        .byId())
                .hasSize(10)
                .containsEntry("10", "16");
    }

    private static ScoreReport report(VqaScorer scorer, String annotations, String results) {
        Path folder = Cases.shared("evaldata");
        AnswerEvaluation evaluation = new AnswerEvaluation(scorer, VqaFiles.results(folder.resolve(results)));
        VqaFiles.annotations(folder.resolve(annotations), evaluation::add);
        return evaluation.report(IdMatch.PARTIAL);
    }

    /** {@code variant/index}, {@code variant/dict}; alone or {@code native} what the original does. */
    private static VqaScorer scorer(String name) {
        List<String> parts = List.of(name.split("/", -1));
        VqaVariant variant = VqaVariant.valueOf(parts.get(0).toUpperCase(Locale.ROOT));
        boolean dict = parts.contains("dict") || (!parts.contains("index") && variant != VqaVariant.EVALAI);
        return new VqaScorer(variant, dict ? LeaveOneOut.DICT : LeaveOneOut.INDEX);
    }
}
