package io.magma.train.eval.caption;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr (Vedantam et al. 2015): the mean cosine of candidate and references in n-grams weighted by their rarity, n = 1 to 4,
 * times 10.
 *
 * <p>An n-gram g of a caption weighs its count times {@code log(images) - log(max(1, df(g)))}, where df is the number of
 * images that have g in a reference. Images and frequencies are those of the scored set, so a set of one image scores 0.
 * {@link #d CIDEr-D}, which coco-caption calls CIDEr, takes the smaller of both weights in the product, so that repeating a
 * word does not pay, and multiplies by {@code exp(-(difference of lengths)^2 / (2 * 6^2))}; length is the number of bigrams.
 * The score of a set is the mean over images. Values in [0, 10].
 */
public final class Cider implements CaptionMetric {
    private static final double SIGMA = 6;
    private static final double SCALE = 10;

    private final String name;
    private final boolean clipped;

    private Cider(String name, boolean clipped) {
        this.name = name;
        this.clipped = clipped;
    }

    /** CIDEr-D, under the name {@code CIDEr}. */
    public static Cider d() {
        return new Cider("CIDEr", true);
    }

    /** CIDEr without clipping and length penalty, under the name {@code CIDEr_original}. */
    public static Cider original() {
        return new Cider("CIDEr_original", false);
    }

    @Override
    public List<CaptionScore> scores(List<CaptionedImage> images) {
        Map<String, Integer> frequencies = documentFrequencies(images);
        double logImages = Math.log(images.size());
        double[] perImage = images.stream()
                .mapToDouble(image -> ofImage(image, frequencies, logImages))
                .toArray();
        return List.of(CaptionScore.mean(name, perImage));
    }

    private double ofImage(CaptionedImage image, Map<String, Integer> frequencies, double logImages) {
        CiderVector candidate = CiderVector.of(image.candidate(), frequencies, logImages);
        double sum = 0;
        for (String reference : image.references()) {
            CiderVector other = CiderVector.of(reference, frequencies, logImages);
            double difference = candidate.bigrams() - other.bigrams();
            double penalty = clipped ? Math.exp(-(difference * difference) / (2 * SIGMA * SIGMA)) : 1;
            sum += penalty * candidate.meanCosine(other, clipped);
        }
        return sum / image.references().size() * SCALE;
    }

    private static Map<String, Integer> documentFrequencies(List<CaptionedImage> images) {
        Map<String, Integer> frequencies = new HashMap<>();
        for (CaptionedImage image : images) {
            Set<String> grams = new HashSet<>();
            for (String reference : image.references()) {
                NGrams.of(reference).forEach(order -> grams.addAll(order.keySet()));
            }
            grams.forEach(gram -> frequencies.merge(gram, 1, Integer::sum));
        }
        return frequencies;
    }
}
