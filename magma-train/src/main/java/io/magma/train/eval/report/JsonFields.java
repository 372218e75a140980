package io.magma.train.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.train.report.ReportException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * An object of a JSON file whose fields are read strictly: what is missing or of another type is named with its place.
 *
 * @param place file and path, for messages
 * @param node the object
 */
record JsonFields(String place, JsonNode node) {
    JsonFields {
        if (!node.isObject()) {
            throw new ReportException(place + ": must be an object");
        }
    }

    String text(String name) {
        return require(name, node.path(name).isTextual(), "a text").asText();
    }

    String text(String name, String absent) {
        return node.hasNonNull(name) ? text(name) : absent;
    }

    long integer(String name) {
        return require(name, node.path(name).isIntegralNumber(), "a whole number")
                .asLong();
    }

    double number(String name) {
        return require(name, node.path(name).isNumber(), "a number").asDouble();
    }

    OptionalDouble optionalNumber(String name) {
        return node.hasNonNull(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
    }

    JsonFields object(String name) {
        return new JsonFields(place + "." + name, require(name, node.path(name).isObject(), "an object"));
    }

    /** The objects of a list; empty if it is absent. */
    List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode element : list(name)) {
            objects.add(new JsonFields(place + "." + name + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    /** The texts of a list; empty if it is absent. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        list(name).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** The size of a list; 0 if it is absent. */
    int size(String name) {
        return list(name).size();
    }

    /** The values of an object by name, in its order; empty if it is absent. */
    <T> Map<String, T> map(String name, Function<JsonNode, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        if (node.hasNonNull(name)) {
            object(name).node.properties().forEach(field -> map.put(field.getKey(), value.apply(field.getValue())));
        }
        return map;
    }

    private JsonNode list(String name) {
        return node.hasNonNull(name) ? require(name, node.path(name).isArray(), "a list") : node.path("");
    }

    private JsonNode require(String name, boolean fits, String what) {
        if (!node.hasNonNull(name)) {
            throw new ReportException(place + ": has no " + name);
        }
        if (!fits) {
            throw new ReportException(place + "." + name + ": must be " + what);
        }
        return node.path(name);
    }
}
