package io.magma.train.eval.caption;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A score of a set of images: of the whole, of each, and of what is drawn from it. */
public final class CaptionScore {
    private final String name;
    private final double value;
    private final double[] perImage;
    private final Optional<ToDoubleFunction<int[]>> ofDraw;

    private CaptionScore(String name, double value, double[] perImage, Optional<ToDoubleFunction<int[]>> ofDraw) {
        this.name = name;
        this.value = value;
        this.perImage = perImage.clone();
        this.ofDraw = ofDraw;
    }

    /** A score of the set that is the mean over its images; those with NaN do not count. */
    static CaptionScore mean(String name, double[] perImage) {
        return pooled(name, perImage, counts -> mean(perImage, counts));
    }

    /**
     * A score of the set that is made of statistics of its images.
     *
     * @param ofDraw the score when image i is there {@code counts[i]} times
     */
    static CaptionScore pooled(String name, double[] perImage, ToDoubleFunction<int[]> ofDraw) {
        int[] once = new int[perImage.length];
        Arrays.fill(once, 1);
        return new CaptionScore(name, ofDraw.applyAsDouble(once), perImage, Optional.of(ofDraw));
    }

    /** A score that another program computed, of which nothing is known about other draws of images. */
    static CaptionScore external(String name, double value, double[] perImage) {
        return new CaptionScore(name, value, perImage, Optional.empty());
    }

    /** The name, as coco-caption spells it: {@code Bleu_4}, {@code ROUGE_L}, {@code CIDEr}. */
    public String name() {
        return name;
    }

    /** The score of the whole set. */
    public double value() {
        return value;
    }

    /** The score of one image by its place in the set; NaN where the metric defines none. */
    public double ofImage(int image) {
        return perImage[image];
    }

    /** The number of images. */
    public int images() {
        return perImage.length;
    }

    /**
     * The score as a function of how often each image of the set was drawn, for intervals by resampling; NaN if nothing with a
     * score was. Weights that come from the whole set, such as document frequencies, stay. Empty for scores of other programs
     * that are no mean.
     */
    public Optional<ToDoubleFunction<int[]>> ofDraw() {
        return ofDraw;
    }

    private static double mean(double[] perImage, int[] counts) {
        double sum = 0;
        long drawn = 0;
        for (int i = 0; i < perImage.length; i++) {
            if (!Double.isNaN(perImage[i])) {
                sum += counts[i] * perImage[i];
                drawn += counts[i];
            }
        }
        return drawn == 0 ? Double.NaN : sum / drawn;
    }
}
