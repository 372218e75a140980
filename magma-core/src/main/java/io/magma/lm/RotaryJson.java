package io.magma.lm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Rotary settings of a {@code config.json}: {@code rope_parameters} of new files, {@code rope_theta} and others of old ones. */
record RotaryJson(ModelJson json) {
    double theta(String oldKey) {
        JsonNode inside = parameters().path("rope_theta");
        return inside.isNumber() ? inside.doubleValue() : json.number(oldKey, 10_000);
    }

    double partialFactor(String oldKey, double absent) {
        JsonNode inside = parameters().path("partial_rotary_factor");
        return inside.isNumber() ? inside.doubleValue() : json.number(oldKey, absent);
    }

    Optional<RotaryConfig.Scaling> scaling() {
        JsonNode p = json.root().path("rope_scaling").isObject() ? json.root().path("rope_scaling") : parameters();
        String type = p.path("rope_type").asText(p.path("type").asText("default"));
        return switch (type) {
            case "default" -> Optional.empty();
            case "linear" -> Optional.of(new RotaryConfig.Linear(required(p, "factor")));
            case "llama3" ->
                Optional.of(new RotaryConfig.Llama3(
                        required(p, "factor"),
                        required(p, "low_freq_factor"),
                        required(p, "high_freq_factor"),
                        required(p, "original_max_position_embeddings")));
            default ->
                throw new LanguageModelException(json.file() + ": rotary scaling '" + type + "' is not supported");
        };
    }

    private JsonNode parameters() {
        return json.root().path("rope_parameters");
    }

    private double required(JsonNode node, String key) {
        if (!node.path(key).isNumber()) {
            throw new LanguageModelException(json.file() + ": rotary scaling lacks " + key);
        }
        return node.path(key).doubleValue();
    }
}
