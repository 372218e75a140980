package io.magma.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a safetensors file says about itself.
 *
 * @param file the file
 * @param dataStart where the tensors' bytes begin, in bytes from the start of the file
 * @param tensors entries by name, in the order of the header
 * @param metadata free text by key; empty if the file has none
 */
public record SafetensorsHeader(
        Path file, long dataStart, Map<String, TensorInfo> tensors, Map<String, String> metadata) {
    public SafetensorsHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** The entry of this name. */
    public Optional<TensorInfo> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }
}
