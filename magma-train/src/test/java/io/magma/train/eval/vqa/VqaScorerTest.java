package io.magma.train.eval.vqa;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.TruthAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VqaScorerTest {
    private static double score(VqaVariant variant, String prediction, String... answers) {
        return new VqaScorer(variant, LeaveOneOut.INDEX)
                .score(prediction, GroundTruth.of(answers))
                .score();
    }

    @ParameterizedTest
    @EnumSource(VqaVariant.class)
    void agreeingAnnotators(VqaVariant variant) {
        double[] expected = {0, 0.3, 0.6, 0.9, 1, 1, 1, 1, 1, 1, 1};
        for (int k = 0; k <= 10; k++) {
            List<String> answers = new ArrayList<>(Collections.nCopies(k, "cat"));
            while (answers.size() < 10) {
                answers.add("dog" + answers.size());
            }
            assertThat(score(variant, "cat", answers.toArray(String[]::new)))
                    .isCloseTo(expected[k], org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"OFFICIAL_HEAD, 0", "OFFICIAL_PRE2021, 1", "OPENFLAMINGO, 1", "MAGMA2022, 1", "EVALAI, 1"})
    void headDoesNotNormaliseWhatAllAgreeOn(VqaVariant variant, double expected) {
        assertThat(score(variant, "Yes.", "yes", "yes", "yes", "yes")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"OFFICIAL_HEAD, 1", "OFFICIAL_PRE2021, 0", "OPENFLAMINGO, 1", "MAGMA2022, 1", "EVALAI, 1"})
    void before2021AnswersKeptTheirArticles(VqaVariant variant, double expected) {
        assertThat(score(variant, "the cat", "the cat", "the cat", "the cat", "the cat", "dog"))
                .isEqualTo(4.0 / 5 * expected + (expected == 0 ? 0 : 1.0 / 5));
    }

    @Test
    void magmaCutsWhatComesAfter() {
        String[] red = {"red", "red", "red", "red"};
        assertThat(score(VqaVariant.MAGMA2022, "Red Q: what? A: x", red)).isEqualTo(1);
        assertThat(score(VqaVariant.MAGMA2022, "red\nblue", red)).isEqualTo(1);
        assertThat(score(VqaVariant.MAGMA2022, "red and blue", red)).isEqualTo(1);
        assertThat(score(VqaVariant.OPENFLAMINGO, "red and blue", red)).isZero();
    }

    @Test
    void equalObjectsVanishTogether() {
        GroundTruth truth = new GroundTruth(
                Collections.nCopies(10, new TruthAnswer("unanswerable", "answer_confidence=yes")), List.of());

        assertThat(new VqaScorer(VqaVariant.OPENFLAMINGO, LeaveOneOut.INDEX)
                        .score("unanswerable", truth)
                        .score())
                .isEqualTo(1);
        assertThat(new VqaScorer(VqaVariant.OPENFLAMINGO, LeaveOneOut.DICT)
                        .score("unanswerable", truth)
                        .score())
                .isZero();
    }

    @Test
    void stemsBothSides() {
        VqaScorer scorer = new VqaScorer(VqaVariant.OFFICIAL_PRE2021, LeaveOneOut.INDEX, PorterStemmer::stem);

        assertThat(scorer.score("Ponies", GroundTruth.of("poni", "pony", "ponies", "ponies", "cat"))
                        .score())
                .isEqualTo(1);
        assertThat(VqaVariant.valueOf("evalai".toUpperCase(Locale.ROOT)).id()).isEqualTo("evalai");
    }
}
