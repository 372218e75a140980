package io.magma.train.eval.caption;

import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.eval.statistics.ConfidenceInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of a set of images by several metrics.
 *
 * @param images that were scored
 * @param scores in the order of the metrics
 * @param intervals 95 % intervals by the names of the scores; those that cannot be drawn again have none
 */
public record CaptionEvaluation(
        List<CaptionedImage> images, List<CaptionScore> scores, Map<String, ConfidenceInterval> intervals) {
    /** Makes the lists unmodifiable. */
    public CaptionEvaluation {
        images = List.copyOf(images);
        scores = List.copyOf(scores);
        intervals = Map.copyOf(intervals);
    }

    /** The metrics that need no other program: BLEU-1 to 4, ROUGE-L, CIDEr-D and the original CIDEr. */
    public static List<CaptionMetric> builtIn() {
        return List.of(new Bleu(), new RougeL(), Cider.d(), Cider.original());
    }

    /** Scores images by every metric. */
    public static CaptionEvaluation of(List<CaptionedImage> images, List<CaptionMetric> metrics, Bootstrap bootstrap) {
        List<CaptionScore> scores = new ArrayList<>();
        metrics.forEach(metric -> scores.addAll(metric.scores(images)));
        Map<String, ConfidenceInterval> intervals = new LinkedHashMap<>();
        for (CaptionScore score : scores) {
            score.ofDraw()
                    .ifPresent(draw -> intervals.put(score.name(), bootstrap.of(images.size(), draw::applyAsDouble)));
        }
        return new CaptionEvaluation(images, scores, intervals);
    }

    /** Scores by name, the number of {@code images}, and intervals as {@code ci95}, a list of both ends by name. */
    public Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        scores.forEach(score -> summary.put(score.name(), score.value()));
        summary.put("images", images.size());
        Map<String, List<Double>> ends = new LinkedHashMap<>();
        for (CaptionScore score : scores) {
            ConfidenceInterval interval = intervals.get(score.name());
            if (interval != null) {
                ends.put(score.name(), List.of(interval.low(), interval.high()));
            }
        }
        summary.put("ci95", ends);
        return summary;
    }

    /** The scores of every image by its id, by name; without those that a metric does not define. */
    public Map<String, Map<String, Double>> perImage() {
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            Map<String, Double> of = new LinkedHashMap<>();
            for (CaptionScore score : scores) {
                if (!Double.isNaN(score.ofImage(i))) {
                    of.put(score.name(), score.ofImage(i));
                }
            }
            all.put(images.get(i).id(), of);
        }
        return all;
    }
}
