package io.magma.train.convert;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A question about a picture, as it is written.
 *
 * @param prompt the question
 * @param answer what is learned
 * @param type kind of question, may be empty
 * @param more further facts by name, such as the answers of all annotators; values that JSON can hold
 */
public record SourceQuestion(String prompt, String answer, String type, Map<String, Object> more) {
    /** Copies the facts. */
    public SourceQuestion {
        more = Map.copyOf(more);
    }

    /** The fields of the JSON object, in a fixed order. */
    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("prompt", prompt);
        fields.put("answer", answer);
        fields.put("type", type);
        more.keySet().stream().sorted().forEach(key -> fields.put(key, more.get(key)));
        return fields;
    }
}
