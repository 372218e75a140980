package io.magma.train.eval;

import io.magma.train.data.Sample;
import java.util.Optional;

/**
 * What a model said about a sample.
 *
 * @param sample prompt and references
 * @param output what it said
 * @param blind what it said to the same prompt with all pixels zero, if it was asked
 */
public record Prediction(Sample sample, String output, Optional<String> blind) {
    /** Whether the output is one of the references. */
    public boolean correct() {
        return AnswerText.matches(output, sample.references());
    }
}
