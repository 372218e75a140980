package io.magma.train.eval.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the model said, as one line of the log.
 *
 * @param id of the item
 * @param output the text as it was generated, or the most probable label
 * @param scores of the labels in their order, where they were ranked; else empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Answer(
        String id, @JsonInclude(JsonInclude.Include.ALWAYS) String output, List<Double> scores) {
    Answer {
        scores = scores == null ? List.of() : List.copyOf(scores);
    }
}
