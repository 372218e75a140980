package io.magma.train.eval.benchmark;

import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.ScoredAnswer;
import io.magma.train.eval.text.PythonText;
import java.util.Arrays;

/**
 * Average normalised Levenshtein similarity: the best, over the annotated answers, of 1 − distance / length of the longer text; 0 if
 * that is below 0.5. Both sides in lower case, with single spaces, counted in code points.
 *
 * <p>Biten et al., "Scene Text Visual Question Answering" (ICCV 2019), section 5.
 */
final class Anls {
    private static final double THRESHOLD = 0.5;

    private Anls() {}

    static ScoredAnswer score(String prediction, GroundTruth truth) {
        String said = normalized(prediction);
        double best = truth.texts().stream()
                .mapToDouble(answer -> similarity(said, normalized(answer)))
                .max()
                .orElseThrow(() -> new IllegalArgumentException("expected at least one answer, was none"));
        return new ScoredAnswer(said, best < THRESHOLD ? 0 : best);
    }

    private static String normalized(String text) {
        return String.join(" ", PythonText.split(PythonText.lower(text)));
    }

    private static double similarity(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        int longer = Math.max(left.length, right.length);
        return longer == 0 ? 1 : 1 - (double) distance(left, right) / longer;
    }

    /** Insertions, deletions and replacements that make one text of the other. */
    private static int distance(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length];
    }
}
