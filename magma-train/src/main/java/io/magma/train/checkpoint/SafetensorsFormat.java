package io.magma.train.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StateDict;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Safetensors files. */
public enum SafetensorsFormat implements TensorFormat {
    INSTANCE;

    @Override
    public void write(Path file, Map<String, NDArray> tensors) throws IOException {
        try {
            SafetensorsWriter.write(file, tensors, Map.of(), false); // the checkpoint is synced as a whole
        } catch (WeightsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
        try {
            return StateDict.load(file, manager).tensors();
        } catch (WeightsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
