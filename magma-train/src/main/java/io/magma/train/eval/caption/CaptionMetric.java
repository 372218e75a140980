package io.magma.train.eval.caption;

import java.util.List;

/** A way to score captions. */
@FunctionalInterface
public interface CaptionMetric {
    /**
     * Scores a set of images, which is also what statistics over images (document frequencies, lengths) are taken from.
     *
     * @param images at least one
     * @return one score, or several that belong together
     */
    List<CaptionScore> scores(List<CaptionedImage> images);
}
