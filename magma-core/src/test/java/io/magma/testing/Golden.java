package io.magma.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Expected outputs of a tiny model, from {@code src/test/python/reference_models.py}. */
public record Golden(JsonNode root) {
    /** What the script wrote for {@code model}. */
    public static Golden of(TinyModel model) {
        return ofResource("golden/" + model.fileName() + ".json");
    }

    /** What another script wrote into this resource. */
    public static Golden ofResource(String resource) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(resource), resource)) {
            return new Golden(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers at this JSON pointer, in row-major order. */
    public float[] numbers(String pointer) {
        JsonNode list = root.at(pointer);
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) list.get(i).doubleValue();
        }
        return values;
    }
}
