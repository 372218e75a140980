package io.magma.train.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is saved.
 *
 * @param state step, cursor, seeds, hashes, provenance
 * @param trainable trained tensors and their buffers by name
 * @param optimizer state of the optimizer by name
 * @param config resolved configuration, as YAML
 */
public record CheckpointContents(
        RunState state, Map<String, NDArray> trainable, Map<String, NDArray> optimizer, String config) {
    /** The same with copies of all tensors in the host's memory, which belong to {@code manager}. */
    CheckpointContents copied(NDManager manager) {
        return new CheckpointContents(state, copied(trainable, manager), copied(optimizer, manager), config);
    }

    private static Map<String, NDArray> copied(Map<String, NDArray> tensors, NDManager manager) {
        Map<String, NDArray> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            NDArray copy = tensor.getDevice().isGpu() ? tensor.toDevice(Device.cpu(), true) : tensor.duplicate();
            copy.attach(manager);
            copies.put(name, copy);
        });
        return copies;
    }
}
