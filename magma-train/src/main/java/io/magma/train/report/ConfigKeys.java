package io.magma.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of a configuration with their values, {@code optimizer.lr} and so on. */
final class ConfigKeys {
    private ConfigKeys() {}

    /**
     * Flattens YAML; items of a list are numbered from 0.
     *
     * @param run names it if it is malformed
     */
    static Map<String, String> of(String yaml, String run) {
        try {
            Map<String, String> keys = new LinkedHashMap<>();
            add(keys, "", new YAMLMapper().readTree(yaml));
            return keys;
        } catch (JsonProcessingException e) {
            throw new ReportException(run + ": config.yml: " + e.getOriginalMessage(), e);
        }
    }

    private static void add(Map<String, String> keys, String name, JsonNode node) {
        String below = name.isEmpty() ? "" : name + ".";
        if (node.isObject()) {
            node.properties().forEach(entry -> add(keys, below + entry.getKey(), entry.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add(keys, below + i, node.get(i));
            }
        } else {
            keys.put(name, node.asText());
        }
    }
}
