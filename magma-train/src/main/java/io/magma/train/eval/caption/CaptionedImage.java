package io.magma.train.eval.caption;

import java.util.List;

/**
 * An image whose caption is scored; the texts are tokenized.
 *
 * @param id of the image
 * @param candidate the caption that is scored; may be empty
 * @param references the captions that are right; at least one
 */
public record CaptionedImage(String id, String candidate, List<String> references) {
    /**
     * Checks that there is a reference.
     *
     * @throws IllegalArgumentException if there is none
     */
    public CaptionedImage {
        references = List.copyOf(references);
        if (references.isEmpty()) {
            throw new IllegalArgumentException("image " + id + ": expected at least one reference, was none");
        }
    }
}
