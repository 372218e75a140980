package io.magma.train.checkpoint;

import ai.djl.ndarray.NDArray;
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
        RunState state, Map<String, NDArray> trainable, Map<String, NDArray> optimizer, String config) {}
