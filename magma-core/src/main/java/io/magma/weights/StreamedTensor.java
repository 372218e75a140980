package io.magma.weights;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import java.io.IOException;

/** A tensor that is read when it is needed, piece by piece, so that files larger than memory can be copied and compared. */
public interface StreamedTensor {
    /** Element type. */
    Dtype dtype();

    /** Shape; empty for a scalar. */
    Shape shape();

    /**
     * Passes all elements to {@code sink}, row-major and little-endian; every piece holds whole elements.
     *
     * @throws WeightsException if the file behind the tensor is damaged
     */
    void stream(ByteSink sink) throws IOException;

    /** Bytes of all elements. */
    default long bytes() {
        return shape().size() * dtype().bytes();
    }
}
