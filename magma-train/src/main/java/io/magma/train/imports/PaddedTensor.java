package io.magma.train.imports;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.weights.ByteSink;
import io.magma.weights.StreamedTensor;
import java.io.IOException;

/**
 * A matrix with rows of zeros below.
 *
 * @param source the matrix
 * @param rows rows in all
 */
record PaddedTensor(StreamedTensor source, long rows) implements StreamedTensor {
    @Override
    public Dtype dtype() {
        return source.dtype();
    }

    @Override
    public Shape shape() {
        return new Shape(rows, source.shape().get(1));
    }

    @Override
    public void stream(ByteSink sink) throws IOException {
        source.stream(sink);
        long missing = rows - source.shape().get(0);
        new ZeroTensor(new Shape(missing, source.shape().get(1)), dtype()).stream(sink);
    }
}
