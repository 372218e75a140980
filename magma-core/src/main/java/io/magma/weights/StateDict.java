package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.Dtype;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Named tensors in a fixed order, and the file they came from.
 *
 * @param origin the file, or a name for messages if there is none
 * @param tensors tensors by name
 */
public record StateDict(Path origin, Map<String, NDArray> tensors) {
    public StateDict {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Reads all tensors of a safetensors file into memory, each in the type it has there; the file may be replaced afterwards.
     *
     * @param manager owns the tensors, which are on the CPU whatever its device is
     * @throws WeightsException if the file is not a well-formed safetensors file
     */
    public static StateDict load(Path file, NDManager manager) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        try (SafetensorsFile opened = SafetensorsFile.open(file, manager)) {
            for (String name : opened.header().tensors().keySet()) {
                try (NDArray mapped = opened.tensor(name)) {
                    NDArray copy = TorchOps.contiguous(mapped);
                    Scope.release(copy);
                    tensors.put(name, copy);
                }
            }
        }
        return new StateDict(file, tensors);
    }

    /**
     * Reads the header of a safetensors file alone: float32 zeros of its shapes that take no memory.
     *
     * @param manager owns the tensors
     * @throws WeightsException if the file is not a well-formed safetensors file
     */
    public static StateDict shapes(Path file, NDManager manager) {
        TensorPlacement placement = new TensorPlacement(manager, Dtype.FLOAT32);
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        Safetensors.readHeader(file)
                .tensors()
                .forEach((name, info) -> tensors.put(name, placement.placeholder(info.shape())));
        return new StateDict(file, tensors);
    }

    /** Frees all tensors, where others hold copies of them. */
    public void release() {
        tensors.values().forEach(NDArray::close);
    }

    /** Writes all tensors to a safetensors file. */
    public void save(Path file) {
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    /** The tensor of this name. */
    public Optional<NDArray> get(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** Names in order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** Number of tensors. */
    public int size() {
        return tensors.size();
    }
}
