package io.magma.train.eval.benchmark;

import io.magma.train.eval.answer.Score;
import io.magma.train.eval.statistics.Bootstrap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scores of a classifier of two classes that says how sure it is.
 *
 * <p>Confidences are compared as they are, equal ones are ties. Areas need both classes; without them they are NaN.
 */
public final class BinaryRanking {
    private final boolean[] positive;
    private final double[] confidence;
    private final boolean[] said;
    private final int[] falling;

    /**
     * Creates a ranking.
     *
     * @param positive what is true of each item
     * @param confidence how sure the classifier is that it is positive, finite
     * @param said which class it says
     */
    public BinaryRanking(boolean[] positive, double[] confidence, boolean[] said) {
        if (positive.length == 0 || positive.length != confidence.length || positive.length != said.length) {
            throw new IllegalArgumentException("expected as many truths as confidences and classes, were "
                    + positive.length + ", " + confidence.length + ", " + said.length);
        }
        this.positive = positive.clone();
        this.confidence = confidence.clone();
        this.said = said.clone();
        this.falling = IntStream.range(0, positive.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -confidence[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** {@code roc_auc, average_precision, f1, accuracy} in percent, with intervals. */
    public Map<String, Score> scores(Bootstrap bootstrap) {
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("roc_auc", score(this::rocAuc, bootstrap));
        scores.put("average_precision", score(this::averagePrecision, bootstrap));
        scores.put("f1", score(this::f1, bootstrap));
        scores.put("accuracy", score(this::accuracy, bootstrap));
        return scores;
    }

    private Score score(Bootstrap.Statistic statistic, Bootstrap bootstrap) {
        int[] once = new int[positive.length];
        Arrays.fill(once, 1);
        return new Score(
                positive.length,
                100 * statistic.of(once),
                bootstrap.of(positive.length, statistic).map(fraction -> 100 * fraction));
    }

    /**
     * The share of pairs of a positive and a negative item in which the positive one has more confidence; a tie is half a pair.
     *
     * @param counts how often each item is there
     * @return NaN if one of the classes is not there
     */
    public double rocAuc(int[] counts) {
        double pairs = 0;
        double positives = 0;
        double negatives = 0;
        for (int from = 0; from < falling.length; ) {
            int to = endOfTie(from);
            double tiedPositives = count(counts, from, to, true);
            double tiedNegatives = count(counts, from, to, false);
            pairs += tiedNegatives * (positives + tiedPositives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
            from = to;
        }
        return pairs / (positives * negatives);
    }

    /** Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct confidences from the highest on, without interpolation, as in scikit-learn. */
    double averagePrecision(int[] counts) {
        double precisions = 0;
        double positives = 0;
        double all = 0;
        for (int from = 0; from < falling.length; ) {
            int to = endOfTie(from);
            double found = count(counts, from, to, true);
            positives += found;
            all += found + count(counts, from, to, false);
            if (found > 0) {
                precisions += found * positives / all;
            }
            from = to;
        }
        return precisions / positives;
    }

    /** 2 TP / (2 TP + FP + FN); 0 if nothing is positive or said to be. */
    double f1(int[] counts) {
        double right = 0;
        double either = 0;
        for (int i = 0; i < counts.length; i++) {
            right += positive[i] && said[i] ? counts[i] : 0;
            either += (positive[i] ? counts[i] : 0) + (said[i] ? counts[i] : 0);
        }
        return either == 0 ? 0 : 2 * right / either;
    }

    /** The share of items that are what the classifier says. */
    double accuracy(int[] counts) {
        double right = 0;
        double all = 0;
        for (int i = 0; i < counts.length; i++) {
            right += positive[i] == said[i] ? counts[i] : 0;
            all += counts[i];
        }
        return right / all;
    }

    private int endOfTie(int from) {
        int to = from + 1;
        while (to < falling.length && confidence[falling[to]] == confidence[falling[from]]) {
            to++;
        }
        return to;
    }

    private double count(int[] counts, int from, int to, boolean which) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += positive[falling[i]] == which ? counts[falling[i]] : 0;
        }
        return sum;
    }
}
