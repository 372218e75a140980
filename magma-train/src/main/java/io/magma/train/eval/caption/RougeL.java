package io.magma.train.eval.caption;

import java.util.List;

/**
 * ROUGE-L (Lin 2004), as coco-caption computes it: with the longest common subsequence of candidate and each reference,
 * {@code F = (1 + b^2) P R / (R + b^2 P)}, b = 1.2, where P and R are the largest over references, each on its own. The
 * score of a set is the mean over images. Values in [0, 1].
 */
public final class RougeL implements CaptionMetric {
    private static final double BETA_SQUARED = 1.2 * 1.2;

    @Override
    public List<CaptionScore> scores(List<CaptionedImage> images) {
        return List.of(CaptionScore.mean(
                "ROUGE_L", images.stream().mapToDouble(RougeL::ofImage).toArray()));
    }

    private static double ofImage(CaptionedImage image) {
        String[] candidate = pieces(image.candidate());
        double precision = 0;
        double recall = 0;
        for (String text : image.references()) {
            String[] reference = pieces(text);
            double common = commonSubsequence(candidate, reference);
            precision = Math.max(precision, common / candidate.length);
            recall = Math.max(recall, common / reference.length);
        }
        return precision == 0 || recall == 0
                ? 0
                : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
    }

    // At every single space, as the original does: two spaces in a row have an empty piece between them, which counts.
    private static String[] pieces(String text) {
        return text.split(" ", -1);
    }

    private static int commonSubsequence(String[] a, String[] b) {
        int[] before = new int[b.length + 1];
        for (String word : a) {
            int[] row = new int[b.length + 1];
            for (int j = 1; j <= b.length; j++) {
                row[j] = word.equals(b[j - 1]) ? before[j - 1] + 1 : Math.max(before[j], row[j - 1]);
            }
            before = row;
        }
        return before[b.length];
    }
}
