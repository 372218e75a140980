package io.magma.train.data;

import java.util.List;
import java.util.Optional;

/**
 * One training or evaluation example before tokens and pixels.
 *
 * @param id names the sample in messages and results
 * @param image the picture, if there is one
 * @param prompt text before the target, may be empty
 * @param target text to learn
 * @param lossOnPrompt whether the prompt's tokens bear loss too
 * @param type kind of question, or {@code caption} or {@code text}
 * @param references every accepted target: all captions or all answers
 */
public record Sample(
        String id,
        Optional<ImageBytes> image,
        String prompt,
        String target,
        boolean lossOnPrompt,
        String type,
        List<String> references) {
    /** Makes the references unmodifiable. */
    public Sample {
        references = List.copyOf(references);
    }
}
