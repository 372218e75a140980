package io.magma.train.convert;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.train.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One element of an annotation file.
 *
 * @param json the element
 * @param where names file and line in messages
 */
public record Element(JsonNode json, String where) {

    /** Whether there is a value of that name, other than null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** A text that must be there. */
    public String text(String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual()) {
            throw new DataException(where + ": " + key + " must be a text, " + was(value));
        }
        return value.textValue();
    }

    /** An identifier that must be there: a text or a whole number. */
    public String id(String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new DataException(where + ": " + key + " must be a text or a whole number, " + was(value));
        }
        return value.asText();
    }

    /** The elements of a list that must be there. */
    public List<Element> list(String key) {
        JsonNode value = json.path(key);
        if (!value.isArray()) {
            throw new DataException(where + ": " + key + " must be a list, " + was(value));
        }
        List<Element> elements = new ArrayList<>();
        value.forEach(e -> elements.add(new Element(e, where)));
        return elements;
    }

    /** The element itself as a text. */
    public String asText() {
        if (!json.isTextual()) {
            throw new DataException(where + ": expected a text, " + was(json));
        }
        return json.textValue();
    }

    /** Keeps every text, number and truth value but those of some names as facts about a picture. */
    void facts(SourceSample sample, Set<String> but) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            JsonNode value = field.getValue();
            if (but.contains(field.getKey()) || !value.isValueNode() || value.isNull()) {
                continue;
            }
            if (value.isTextual()) {
                sample.addFact(field.getKey(), value.textValue());
            } else if (value.isBoolean()) {
                sample.addFact(field.getKey(), value.booleanValue());
            } else {
                sample.addFact(field.getKey(), value.numberValue());
            }
        }
    }

    private static String was(JsonNode value) {
        String text = value.toString();
        return value.isMissingNode()
                ? "but is missing"
                : "was " + (text.length() > 60 ? text.substring(0, 60) + "..." : text);
    }
}
