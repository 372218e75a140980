package io.magma.train.eval.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.eval.statistics.ConfidenceInterval;
import io.magma.train.eval.text.PythonText;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Small cases worked by hand. */
class CaptionMetricsTest {
    private static final Offset<Double> EXACT = within(1e-9);

    private static CaptionedImage image(String candidate, String... references) {
        return new CaptionedImage("1", candidate, List.of(references));
    }

    private static double value(CaptionMetric metric, CaptionedImage... images) {
        return metric.scores(List.of(images)).get(0).value();
    }

    private static double bleu(int order, CaptionedImage... images) {
        return new Bleu().scores(List.of(images)).get(order - 1).value();
    }

    /** Three of four words and one of three pairs are right; "the" counts once, as in its reference. */
    @Test
    void bleuClipsCounts() {
        CaptionedImage image = image("the cat sat the", "the cat was where it sat", "a cat");
        assertThat(bleu(1, image)).isCloseTo(3 / 4.0, within(1e-8));
        assertThat(bleu(2, image)).isCloseTo(Math.sqrt(3 / 4.0 * 1 / 3.0), within(1e-8));
    }

    /** Four words lie as near to two as to six: the shorter reference counts, and there is no penalty. */
    @Test
    void bleuTakesTheClosestReferenceAndTheShorterOfTwo() {
        BleuCounts counts = BleuCounts.of(image("a b c d", "a b c d e f", "a b"));
        assertThat(counts.referenceLength()).isEqualTo(2);
        assertThat(BleuCounts.of(image("a b c", "a b c d", "a")).referenceLength())
                .isEqualTo(4);
    }

    /** Two words for four: exp(1 - 4/2). */
    @Test
    void bleuPunishesBrevity() {
        assertThat(bleu(1, image("a b", "a b c d"))).isCloseTo(Math.exp(-1), within(1e-8));
    }

    /** Counts are summed before they are divided: (1 + 1) of (1 + 3) words, not the mean of 1 and 1/3. */
    @Test
    void bleuOfASetPoolsCounts() {
        assertThat(bleu(1, image("a", "a"), image("a x y", "a b c"))).isCloseTo(0.5, within(1e-8));
    }

    @Test
    void bleuOfNothingIsNothing() {
        assertThat(bleu(4, image("", "a b"))).isZero();
    }

    /** Precision 3/4 from the first reference, recall 1 from the second; F = 2.44 * 0.75 / (1 + 1.44 * 0.75). */
    @Test
    void rougeTakesPrecisionAndRecallOfDifferentReferences() {
        assertThat(value(new RougeL(), image("a b c d", "a b x c y", "a d")))
                .isCloseTo(2.44 * 0.75 / (1 + 1.44 * 0.75), EXACT);
        assertThat(value(new RougeL(), image("a", "b"))).isZero();
        assertThat(value(new RougeL(), image("", "b"))).isZero();
    }

    /** Two spaces in a row have an empty piece between them: 2 of 3. */
    @Test
    void rougeCutsAtSingleSpaces() {
        assertThat(value(new RougeL(), image("a  b", "a b"))).isCloseTo(2.44 * (2 / 3.0) / (1 + 1.44 * 2 / 3.0), EXACT);
    }

    /**
     * "a" is in the references of both images and weighs nothing. Of the first, "b" is alone in unigrams: cosine 1, and the
     * pair "a b" too; there are no longer ones. 10 * (1 + 1 + 0 + 0) / 4; the second has nothing right.
     */
    @Test
    void ciderWeighsRareWords() {
        List<CaptionedImage> images = List.of(image("a b", "a b"), image("d", "a c"));
        CaptionScore score = Cider.d().scores(images).get(0);
        assertThat(score.name()).isEqualTo("CIDEr");
        assertThat(score.ofImage(0)).isCloseTo(5, EXACT);
        assertThat(score.ofImage(1)).isZero();
        assertThat(score.value()).isCloseTo(2.5, EXACT);
    }

    /** "b b" for "b": CIDEr-D clips to 1 of 2 and multiplies by exp(-1/72), the original sees the same direction. */
    @Test
    void ciderDPunishesRepetition() {
        CaptionedImage[] images = {image("b b", "b"), image("c", "c")};
        assertThat(Cider.d().scores(List.of(images)).get(0).ofImage(0))
                .isCloseTo(10 / 4.0 * 0.5 * Math.exp(-1 / 72.0), EXACT);
        assertThat(Cider.original().scores(List.of(images)).get(0).ofImage(0)).isCloseTo(10 / 4.0, EXACT);
    }

    @Test
    void ciderOfOneImageIsZero() {
        assertThat(value(Cider.d(), image("a b", "a b"))).isZero();
    }

    /** Spaces as Python sees them. */
    @Test
    void wordsAreCutWhereverPythonCuts() {
        assertThat(PythonText.split("\u00a0a\u3000b\u001cc\u0085d\t\n")).containsExactly("a", "b", "c", "d");
        assertThat(PythonText.split("a\u200bb")).containsExactly("a\u200bb");
        assertThat(PythonText.split("")).isEmpty();
    }

    /** Of two images with 0 and 1 the mean of a draw is 0, 1/2 or 1; the interval of 95 % holds all three. */
    @Test
    void intervalsComeFromDraws() {
        CaptionScore score = CaptionScore.mean("m", new double[] {0, 1});
        ConfidenceInterval interval =
                new Bootstrap(1000, 3).of(2, score.ofDraw().orElseThrow()::applyAsDouble);
        assertThat(interval).isEqualTo(new ConfidenceInterval(0, 1));
        CaptionScore same = CaptionScore.mean("m", new double[] {0.25, 0.25, 0.25});
        assertThat(new Bootstrap(10, 3).of(3, same.ofDraw().orElseThrow()::applyAsDouble))
                .isEqualTo(new ConfidenceInterval(0.25, 0.25));
    }

    /** The standard error of the mean of n zeros and n ones is 0.5 / sqrt(2n). */
    @Test
    void intervalsAreAsWideAsTheNormalApproximation() {
        double[] values = new double[400];
        java.util.Arrays.fill(values, 0, 200, 1);
        ConfidenceInterval interval = new Bootstrap(4000, 1)
                .of(400, CaptionScore.mean("m", values).ofDraw().orElseThrow()::applyAsDouble);
        assertThat(interval.low()).isCloseTo(0.5 - 1.96 * 0.025, within(0.004));
        assertThat(interval.high()).isCloseTo(0.5 + 1.96 * 0.025, within(0.004));
    }

    @Test
    void imagesWithoutAScoreDoNotCount() {
        CaptionScore score = CaptionScore.mean("m", new double[] {Double.NaN, 0.5});
        assertThat(score.value()).isEqualTo(0.5);
        assertThat(score.ofDraw().orElseThrow().applyAsDouble(new int[] {2, 0})).isNaN();
    }
}
