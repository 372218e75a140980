package io.magma.train.eval.caption;

import io.magma.train.data.DataException;
import io.magma.train.eval.text.PythonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Results beside their references, tokenized. What is scored are the images that have a result.
 *
 * @param images in the order of the results
 * @param withoutResult number of images that have references only; they are left out, as coco-caption does
 * @param emptyResults number of results that have no token; they are scored, and poorly
 * @param emptyReferences number of references that have none
 */
public record CaptionPairs(List<CaptionedImage> images, int withoutResult, int emptyResults, int emptyReferences) {
    /** Makes the list unmodifiable. */
    public CaptionPairs {
        images = List.copyOf(images);
    }

    /**
     * Brings results and references together.
     *
     * @param references the right captions by image
     * @param results the scored caption by image
     * @param limit most references of an image, its first ones; at least 1; all if absent
     * @throws DataException if there are results for images without references, or none at all
     */
    public static CaptionPairs of(
            Map<String, List<String>> references,
            Map<String, String> results,
            CaptionTokenizer tokenizer,
            Optional<Integer> limit) {
        checkKnown(references, results);
        List<CaptionedImage> images = new ArrayList<>();
        for (Map.Entry<String, String> result : results.entrySet()) {
            String id = result.getKey();
            List<String> right = references.getOrDefault(id, List.of()).stream()
                    .limit(limit.orElse(Integer.MAX_VALUE))
                    .map(CaptionPairs::oneLine)
                    .map(tokenizer::tokenize)
                    .toList();
            images.add(new CaptionedImage(id, tokenizer.tokenize(oneLine(result.getValue())), right));
        }
        return new CaptionPairs(
                images,
                references.size() - images.size(),
                (int) images.stream()
                        .map(CaptionedImage::candidate)
                        .filter(CaptionPairs::isEmpty)
                        .count(),
                (int) images.stream()
                        .flatMap(image -> image.references().stream())
                        .filter(CaptionPairs::isEmpty)
                        .count());
    }

    private static void checkKnown(Map<String, List<String>> references, Map<String, String> results) {
        List<String> unknown = results.keySet().stream()
                .filter(id -> !references.containsKey(id))
                .toList();
        if (!unknown.isEmpty()) {
            throw new DataException(unknown.size() + " of " + results.size()
                    + " results are for images without references, the first for image " + unknown.get(0));
        }
        if (results.isEmpty()) {
            throw new DataException("there are no results to score");
        }
    }

    private static boolean isEmpty(String text) {
        return PythonText.split(text).isEmpty();
    }

    // A caption is one line to coco-caption's tokenizer and to METEOR.
    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }
}
