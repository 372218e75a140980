package io.magma.weights;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;

/**
 * One entry of a safetensors header.
 *
 * @param name name in the file
 * @param dtype element type
 * @param shape shape; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
public record TensorInfo(String name, Dtype dtype, Shape shape, long begin, long end) {
    /** Elements. */
    public long size() {
        return shape.size();
    }

    /** Bytes. */
    public long bytes() {
        return end - begin;
    }
}
