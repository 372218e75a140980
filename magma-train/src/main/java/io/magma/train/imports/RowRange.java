package io.magma.train.imports;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.weights.ByteSink;
import io.magma.weights.StreamedTensor;
import java.io.IOException;

/**
 * Neighbouring rows of a tensor, along its first axis.
 *
 * @param source the tensor
 * @param first first row
 * @param rows number of rows
 */
record RowRange(StreamedTensor source, long first, long rows) implements StreamedTensor {
    @Override
    public Dtype dtype() {
        return source.dtype();
    }

    @Override
    public Shape shape() {
        long[] shape = source.shape().getShape().clone();
        shape[0] = rows;
        return new Shape(shape);
    }

    @Override
    public void stream(ByteSink sink) throws IOException {
        long rowBytes = source.bytes() / source.shape().get(0);
        long begin = first * rowBytes;
        long end = begin + rows * rowBytes;
        long[] passed = {0};
        source.stream(piece -> {
            long from = Math.max(begin, passed[0]);
            long to = Math.min(end, passed[0] + piece.remaining());
            int offset = (int) (from - passed[0]);
            passed[0] += piece.remaining();
            if (from < to) {
                sink.accept(piece.slice(piece.position() + offset, (int) (to - from)));
            }
        });
    }
}
