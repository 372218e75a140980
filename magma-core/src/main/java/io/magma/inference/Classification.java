package io.magma.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How probable each class is to a model's class head.
 *
 * @param labels names of the classes in the order of their numbers
 * @param logProbabilities theirs, in nats; at most 0
 */
public record Classification(List<String> labels, List<Double> logProbabilities) {
    public Classification {
        labels = List.copyOf(labels);
        logProbabilities = List.copyOf(logProbabilities);
        if (labels.size() != logProbabilities.size()) {
            throw new IllegalArgumentException(labels.size() + " labels, but " + logProbabilities.size() + " numbers");
        }
    }

    /** Log-softmax of {@code scores} from {@code from} on, one a label. */
    static Classification ofScores(List<String> labels, float[] scores, int from) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < labels.size(); i++) {
            highest = Math.max(highest, scores[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < labels.size(); i++) {
            sum += Math.exp(scores[from + i] - highest);
        }
        List<Double> logs = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            logs.add(scores[from + i] - highest - Math.log(sum));
        }
        return new Classification(labels, logs);
    }

    /** The most probable label; of equals the first. */
    public String best() {
        return labels.get(logProbabilities.indexOf(Collections.max(logProbabilities)));
    }

    /** Log-probability of one label in nats. */
    public double logProbability(String label) {
        int number = labels.indexOf(label);
        if (number < 0) {
            throw new IllegalArgumentException("'" + label + "' is none of the classes " + labels);
        }
        return logProbabilities.get(number);
    }

    /** Probabilities by label, in the order of the classes; 0 to 1, together 1. */
    public Map<String, Double> probabilities() {
        Map<String, Double> all = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            all.put(labels.get(i), Math.exp(logProbabilities.get(i)));
        }
        return all;
    }
}
