package io.magma.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code model.safetensors.index.json}: which shard holds which tensor. */
final class ShardIndex {
    private static final JsonMapper JSON = new JsonMapper();

    private ShardIndex() {}

    /** File names by tensor name; every file lies beside the index. */
    static Map<String, String> read(Path index) {
        JsonNode map;
        try {
            map = JSON.readTree(index.toFile()).path("weight_map");
        } catch (JsonProcessingException e) {
            throw new WeightsException(index, "not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new WeightsException(index, "cannot be read: " + e.getMessage(), e);
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new WeightsException(index, "has no weight_map");
        }
        Map<String, String> shards = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String shard = entry.getValue().asText();
            if (!entry.getValue().isTextual() || !isPlainName(shard)) {
                throw new WeightsException(
                        index,
                        "weight_map: '" + entry.getKey() + "' is in " + entry.getValue() + ", expected a file name");
            }
            shards.put(entry.getKey(), shard);
        }
        return shards;
    }

    private static boolean isPlainName(String name) {
        return name.endsWith(".safetensors")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
    }
}
