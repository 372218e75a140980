package io.magma.lm;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.nn.Activation;

/** Typed access to a {@code config.json}, with errors that name the file and the key. */
record ModelJson(String file, JsonNode root) {
    int integer(String key) {
        JsonNode n = root.path(key);
        if (!n.isIntegralNumber()) {
            throw new LanguageModelException(file + ": " + key + " must be a whole number, was " + n);
        }
        return n.intValue();
    }

    int integer(String key, int absent) {
        return missing(key) ? absent : integer(key);
    }

    double number(String key, double absent) {
        if (missing(key)) {
            return absent;
        }
        if (!root.path(key).isNumber()) {
            throw new LanguageModelException(file + ": " + key + " must be a number, was " + root.path(key));
        }
        return root.path(key).doubleValue();
    }

    boolean flag(String key, boolean absent) {
        return missing(key) ? absent : root.path(key).asBoolean();
    }

    Activation activation(String key, String absent) {
        String name = missing(key) ? absent : root.path(key).asText();
        return Activation.named(name)
                .orElseThrow(() -> new LanguageModelException(file + ": unknown " + key + " '" + name + "'"));
    }

    /** Refuses a setting that changes the computation in a way no family here implements. */
    void refuse(String key, boolean value) {
        if (flag(key, !value) == value) {
            throw new LanguageModelException(file + ": " + key + ": " + value + " is not supported");
        }
    }

    int eosId() {
        JsonNode n = root.path("eos_token_id");
        JsonNode first = n.isArray() && !n.isEmpty() ? n.get(0) : n;
        if (!first.isIntegralNumber()) {
            throw new LanguageModelException(file + ": eos_token_id is missing; no text could end");
        }
        return first.intValue();
    }

    private boolean missing(String key) {
        return root.path(key).isMissingNode() || root.path(key).isNull();
    }
}
