package io.magma.train.eval.run;

import io.magma.train.eval.AnswerText;
import io.magma.train.eval.benchmark.BinaryRanking;
import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.eval.statistics.ConfidenceInterval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve for two labels, the second one positive: the share of pairs of a positive and a negative item in
 * which the positive one has the higher probability, pairs of equal ones half. Beside it the accuracy of the more probable
 * label.
 *
 * @see <a href="https://doi.org/10.1148/radiology.143.1.7063747">Hanley and McNeil 1982</a>
 */
record RocAuc(List<String> labels) implements TaskScorer {
    RocAuc {
        if (labels.size() != 2) {
            throw new IllegalArgumentException("two labels, were " + labels);
        }
    }

    @Override
    public String name() {
        return "roc_auc";
    }

    @Override
    public ItemScore score(Answered answered) {
        return new ExactMatch("accuracy").score(answered);
    }

    @Override
    public Map<String, Double> total(List<Answered> all) {
        Map<String, Double> scores = new LinkedHashMap<>();
        double area = areaOver(all).of(once(all.size()));
        if (!Double.isNaN(area)) {
            scores.put(name(), area);
        }
        scores.putAll(new ExactMatch("accuracy").total(all));
        return scores;
    }

    @Override
    public Optional<ConfidenceInterval> interval(List<Answered> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(BOOTSTRAP.of(all.size(), areaOver(all)));
    }

    /** The area over items as often as they are drawn; those with neither label do not count. */
    private Bootstrap.Statistic areaOver(List<Answered> all) {
        int[] labelled = IntStream.range(0, all.size())
                .filter(i -> labels.stream().anyMatch(label -> has(all.get(i), label)))
                .toArray();
        if (labelled.length == 0) {
            return counts -> Double.NaN;
        }
        boolean[] positive = new boolean[labelled.length];
        double[] probabilities = new double[labelled.length];
        for (int i = 0; i < labelled.length; i++) {
            positive[i] = has(all.get(labelled[i]), labels.get(1));
            probabilities[i] = probability(all.get(labelled[i]));
        }
        BinaryRanking ranking = new BinaryRanking(positive, probabilities, positive);
        return counts ->
                ranking.rocAuc(IntStream.of(labelled).map(item -> counts[item]).toArray());
    }

    private static int[] once(int items) {
        int[] counts = new int[items];
        Arrays.fill(counts, 1);
        return counts;
    }

    private static boolean has(Answered answered, String label) {
        return AnswerText.matches(label, answered.item().answers());
    }

    /** The area, of values that need not be probabilities. */
    static double area(double[] positive, double[] negative) {
        boolean[] classes = new boolean[positive.length + negative.length];
        Arrays.fill(classes, 0, positive.length, true);
        double[] values = DoubleStream.concat(Arrays.stream(positive), Arrays.stream(negative))
                .toArray();
        return new BinaryRanking(classes, values, classes).rocAuc(once(values.length));
    }

    // Of the second label, given that it is one of the two; a generated label is certain.
    private double probability(Answered answered) {
        if (answered.scores().isEmpty()) {
            return AnswerText.matches(answered.text(), List.of(labels.get(1))) ? 1 : 0;
        }
        return 1 / (1 + Math.exp(answered.scores().get(0) - answered.scores().get(1)));
    }
}
