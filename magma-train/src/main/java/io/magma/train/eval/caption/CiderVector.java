package io.magma.train.eval.caption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A caption as CIDEr sees it.
 *
 * @param orders weight of every n-gram, one map an n from 1 to 4
 * @param norms Euclidean length of each of those
 * @param bigrams number of pairs of neighbouring words
 */
record CiderVector(List<Map<String, Double>> orders, List<Double> norms, int bigrams) {

    static CiderVector of(String text, Map<String, Integer> frequencies, double logImages) {
        List<Map<String, Double>> orders = new ArrayList<>();
        List<Double> norms = new ArrayList<>();
        int bigrams = 0;
        for (Map<String, Integer> counts : NGrams.of(text)) {
            Map<String, Double> weights = new HashMap<>();
            double squares = 0;
            for (Map.Entry<String, Integer> gram : counts.entrySet()) {
                int frequency = frequencies.getOrDefault(gram.getKey(), 0);
                double weight = gram.getValue() * (logImages - Math.log(Math.max(1, frequency)));
                weights.put(gram.getKey(), weight);
                squares += weight * weight;
                bigrams += orders.size() == 1 ? gram.getValue() : 0;
            }
            orders.add(weights);
            norms.add(Math.sqrt(squares));
        }
        return new CiderVector(orders, norms, bigrams);
    }

    /**
     * The cosine with a reference, averaged over n; 0 for an n of which one of both has no weight.
     *
     * @param clipped whether the candidate's weights count no more than the reference's
     */
    double meanCosine(CiderVector reference, boolean clipped) {
        double sum = 0;
        for (int n = 0; n < NGrams.ORDERS; n++) {
            double norm = norms.get(n) * reference.norms.get(n);
            sum += norm == 0 ? 0 : product(orders.get(n), reference.orders.get(n), clipped) / norm;
        }
        return sum / NGrams.ORDERS;
    }

    private static double product(Map<String, Double> candidate, Map<String, Double> reference, boolean clipped) {
        double sum = 0;
        for (Map.Entry<String, Double> gram : candidate.entrySet()) {
            double other = reference.getOrDefault(gram.getKey(), 0.0);
            sum += (clipped ? Math.min(gram.getValue(), other) : gram.getValue()) * other;
        }
        return sum;
    }
}
