package io.magma.train.eval.caption;

import java.util.ArrayList;
import java.util.List;

/**
 * BLEU-1 to BLEU-4 (Papineni et al. 2002), as {@code bleu_scorer.py} of coco-caption computes it: counts are summed over
 * images before they are divided, the reference length is that closest to the candidate's, and no smoothing but its tiny
 * constants, which make the BLEU-4 of one short sentence about 1e-5 instead of zero. Values in [0, 1].
 */
public final class Bleu implements CaptionMetric {
    @Override
    public List<CaptionScore> scores(List<CaptionedImage> images) {
        List<BleuCounts> counts = images.stream().map(BleuCounts::of).toList();
        List<CaptionScore> scores = new ArrayList<>();
        for (int n = 1; n <= NGrams.ORDERS; n++) {
            int order = n;
            double[] perImage =
                    counts.stream().mapToDouble(image -> image.bleu(order)).toArray();
            scores.add(CaptionScore.pooled(
                    "Bleu_" + n, perImage, times -> sum(counts, times).bleu(order)));
        }
        return scores;
    }

    /** What is counted in all images together. */
    static BleuCounts sum(List<BleuCounts> counts, int[] times) {
        BleuCounts sum = new BleuCounts();
        for (int i = 0; i < times.length; i++) {
            sum.add(counts.get(i), times[i]);
        }
        return sum;
    }
}
