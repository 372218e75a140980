package io.magma.train.eval.caption;

import io.magma.train.eval.text.PythonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What BLEU counts in images: words of the candidates, words of the references closest in length, n-grams, and n-grams that
 * are right.
 */
final class BleuCounts {
    // bleu_scorer's, which keep quotients and powers of zero counts finite.
    private static final double TINY = 1e-15;
    private static final double SMALL = 1e-9;

    private final long[] guessed = new long[NGrams.ORDERS];
    private final long[] correct = new long[NGrams.ORDERS];
    private long candidateLength;
    private long referenceLength;

    static BleuCounts of(CaptionedImage image) {
        BleuCounts counts = new BleuCounts();
        int length = PythonText.split(image.candidate()).size();
        counts.candidateLength = length;
        counts.referenceLength = closest(length, image.references());
        List<Map<String, Integer>> candidate = NGrams.of(image.candidate());
        List<Map<String, Integer>> most = most(image.references());
        for (int n = 0; n < NGrams.ORDERS; n++) {
            counts.guessed[n] = Math.max(0, length - n);
            Map<String, Integer> allowed = most.get(n);
            long correct = 0;
            for (Map.Entry<String, Integer> gram : candidate.get(n).entrySet()) {
                correct += Math.min(gram.getValue(), allowed.getOrDefault(gram.getKey(), 0));
            }
            counts.correct[n] = correct;
        }
        return counts;
    }

    /** Adds an image that is there so many times. */
    void add(BleuCounts other, int times) {
        candidateLength += times * other.candidateLength;
        referenceLength += times * other.referenceLength;
        for (int n = 0; n < NGrams.ORDERS; n++) {
            guessed[n] += times * other.guessed[n];
            correct[n] += times * other.correct[n];
        }
    }

    /**
     * BLEU of n-grams up to {@code order}: {@code (prod_k (correct_k + 1e-15) / (guessed_k + 1e-9))^(1/order)}, times
     * {@code exp(1 - r/c)} where the candidates' words c are fewer than the references' r.
     */
    double bleu(int order) {
        double product = 1;
        for (int n = 0; n < order; n++) {
            product *= (correct[n] + TINY) / (guessed[n] + SMALL);
        }
        double ratio = (candidateLength + TINY) / (referenceLength + SMALL);
        double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        return Math.pow(product, 1.0 / order) * brevity;
    }

    long candidateLength() {
        return candidateLength;
    }

    long referenceLength() {
        return referenceLength;
    }

    long guessed(int order) {
        return guessed[order - 1];
    }

    long correct(int order) {
        return correct[order - 1];
    }

    /** The length that differs least, the shorter of two that differ as much. */
    private static int closest(int length, List<String> references) {
        int best = Integer.MAX_VALUE;
        for (String reference : references) {
            int other = PythonText.split(reference).size();
            int nearer = Integer.compare(Math.abs(other - length), Math.abs(best - length));
            if (nearer < 0 || (nearer == 0 && other < best)) {
                best = other;
            }
        }
        return best;
    }

    private static List<Map<String, Integer>> most(List<String> references) {
        List<Map<String, Integer>> most = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (String reference : references) {
            List<Map<String, Integer>> counts = NGrams.of(reference);
            for (int n = 0; n < NGrams.ORDERS; n++) {
                Map<String, Integer> of = most.get(n);
                counts.get(n).forEach((gram, count) -> of.merge(gram, count, Math::max));
            }
        }
        return most;
    }
}
