package io.magma.train.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.train.data.DataException;
import java.util.ArrayList;
import java.util.List;

/**
 * One element of an annotation file.
 *
 * @param json the element
 * @param where names file and line in messages
 */
public record Element(JsonNode json, String where) {

    /** Whether there is a value of that name, and not null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    /**
     * A text that must be there.
     *
     * @throws DataException if it is not
     */
    public String text(String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual()) {
            throw new DataException(where + ": " + key + " must be a text, " + was(value));
        }
        return value.textValue();
    }

    /**
     * An identifier that must be there: a text or a whole number.
     *
     * @throws DataException if it is not
     */
    public String id(String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new DataException(where + ": " + key + " must be a text or a whole number, " + was(value));
        }
        return value.asText();
    }

    /**
     * A place in a list, which must be there.
     *
     * @param size of that list
     * @throws DataException if it is no whole number from 0 to size - 1
     */
    public int index(String key, int size) {
        JsonNode value = json.path(key);
        if (!value.isInt() || value.intValue() < 0 || value.intValue() >= size) {
            throw new DataException(where + ": " + key + " must be from 0 to " + (size - 1) + ", " + was(value));
        }
        return value.intValue();
    }

    /**
     * The elements of a list that must be there.
     *
     * @throws DataException if it is not
     */
    public List<Element> list(String key) {
        JsonNode value = json.path(key);
        if (!value.isArray()) {
            throw new DataException(where + ": " + key + " must be a list, " + was(value));
        }
        List<Element> elements = new ArrayList<>();
        value.forEach(e -> elements.add(new Element(e, where)));
        return elements;
    }

    /**
     * The element itself as a text.
     *
     * @throws DataException if it is none
     */
    public String asText() {
        if (!json.isTextual()) {
            throw new DataException(where + ": expected a text, " + was(json));
        }
        return json.textValue();
    }

    private static String was(JsonNode value) {
        String text = value.toString();
        return value.isMissingNode()
                ? "but is missing"
                : "was " + (text.length() > 60 ? text.substring(0, 60) + "..." : text);
    }
}
