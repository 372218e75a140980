package io.magma.train.imports;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.weights.ByteSink;
import io.magma.weights.StreamedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A small matrix with rows and columns swapped, in memory while it is streamed.
 *
 * @param source the matrix
 */
record TransposedTensor(StreamedTensor source) implements StreamedTensor {
    @Override
    public Dtype dtype() {
        return source.dtype();
    }

    @Override
    public Shape shape() {
        return new Shape(source.shape().get(1), source.shape().get(0));
    }

    @Override
    public void stream(ByteSink sink) throws IOException {
        int width = dtype().bytes();
        int rows = Math.toIntExact(source.shape().get(0));
        int columns = Math.toIntExact(source.shape().get(1));
        ByteBuffer in = ByteBuffer.allocate(Math.toIntExact(bytes()));
        source.stream(in::put);
        byte[] out = new byte[in.capacity()];
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(
                        in.array(), (row * columns + column) * width, out, (column * rows + row) * width, width);
            }
        }
        sink.accept(ByteBuffer.wrap(out));
    }
}
