package io.magma.train.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Reads and writes files of named tensors. */
public interface TensorFormat {
    /** Writes {@code tensors}, in their order, to a new file. */
    void write(Path file, Map<String, NDArray> tensors) throws IOException;

    /** Reads all tensors of a file; they belong to {@code manager}. */
    Map<String, NDArray> read(Path file, NDManager manager) throws IOException;
}
