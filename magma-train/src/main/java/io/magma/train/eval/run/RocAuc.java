package io.magma.train.eval.run;

import io.magma.train.eval.AnswerText;
import io.magma.train.eval.statistics.ConfidenceInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        double[] positive = probabilities(all, labels.get(1));
        double[] negative = probabilities(all, labels.get(0));
        if (positive.length > 0 && negative.length > 0) {
            scores.put(name(), area(positive, negative));
        }
        scores.putAll(new ExactMatch("accuracy").total(all));
        return scores;
    }

    @Override
    public Optional<ConfidenceInterval> interval(List<Answered> all) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(BOOTSTRAP.of(all.size(), draw -> {
            List<Answered> drawn = new ArrayList<>();
            for (int i = 0; i < draw.length; i++) {
                drawn.addAll(Collections.nCopies(draw[i], all.get(i)));
            }
            return total(drawn).getOrDefault(name(), Double.NaN);
        }));
    }

    /** The area, of values that need not be probabilities. */
    static double area(double[] positive, double[] negative) {
        double[] sorted = negative.clone();
        Arrays.sort(sorted);
        double won = 0;
        for (double value : positive) {
            won += (below(sorted, value, false) + below(sorted, value, true)) / 2.0;
        }
        return won / positive.length / negative.length;
    }

    /** How many are less than {@code value}, or not more. */
    private static int below(double[] sorted, double value, boolean orEqual) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private double[] probabilities(List<Answered> all, String label) {
        return all.stream()
                .filter(a -> AnswerText.matches(label, a.item().answers()))
                .mapToDouble(this::probability)
                .toArray();
    }

    // Of the second label, given that it is one of the two; a generated label is certain.
    private double probability(Answered answered) {
        if (answered.scores().isEmpty()) {
            return AnswerText.matches(answered.text(), List.of(labels.get(1))) ? 1 : 0;
        }
        return 1 / (1 + Math.exp(answered.scores().get(0) - answered.scores().get(1)));
    }
}
