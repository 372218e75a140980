package io.magma.weights.torchfile;

import io.magma.weights.WeightsException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies in nested dictionaries and modules, under names joined by dots.
 *
 * @param tensors the tensors
 * @param others everything else, as short texts
 */
record TensorTree(Map<String, TorchTensor> tensors, Map<String, String> others) {
    // Pickles may refer to a value from many places, so a small file can describe a tree without end.
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ENTRIES = 1_000_000;

    static TensorTree of(Path file, Object root) {
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        walk(file, "", root, 0, tensors, others);
        return new TensorTree(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(others));
    }

    private static void walk(
            Path file,
            String name,
            Object value,
            int depth,
            Map<String, TorchTensor> tensors,
            Map<String, String> others) {
        if (depth > MAX_DEPTH || tensors.size() + others.size() > MAX_ENTRIES) {
            throw new WeightsException(file, "is nested too deeply or holds too many values, at '" + name + "'");
        }
        if (isBranch(value)) {
            attributes(value)
                    .forEach((key, child) -> walk(
                            file, name.isEmpty() ? key + "" : name + "." + key, child, depth + 1, tensors, others));
        } else if (value instanceof TorchTensor tensor) {
            tensors.put(name, tensor);
        } else {
            others.put(name, describe(value));
        }
    }

    /** Whether a value can hold tensors. */
    static boolean isBranch(Object value) {
        return value instanceof Map<?, ?> || (value instanceof PickleObject object && object.isModule());
    }

    /** Named values of a dictionary or an object; none of anything else. */
    @SuppressWarnings("unchecked")
    static Map<Object, Object> attributes(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<Object, Object>) map;
        }
        return value instanceof PickleObject object ? object.attributes() : Map.of();
    }

    private static String describe(Object value) {
        if (value instanceof PickleObject object) {
            return object.className();
        }
        if (value instanceof PickleTuple tuple) {
            return "a tuple of " + tuple.items().size();
        }
        if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        if (value instanceof String || value instanceof byte[]) {
            return "a text";
        }
        return value == PickleNone.NONE ? "None" : String.valueOf(value);
    }
}
