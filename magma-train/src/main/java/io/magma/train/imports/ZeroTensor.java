package io.magma.train.imports;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.weights.ByteSink;
import io.magma.weights.StreamedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Zeros.
 *
 * @param shape their shape
 * @param dtype their type
 */
record ZeroTensor(Shape shape, Dtype dtype) implements StreamedTensor {
    private static final int CHUNK_BYTES = 1 << 16;

    ZeroTensor(Shape shape) {
        this(shape, Dtype.FLOAT32);
    }

    @Override
    public void stream(ByteSink sink) throws IOException {
        for (long left = bytes(); left > 0; left -= CHUNK_BYTES) {
            sink.accept(ByteBuffer.allocate((int) Math.min(left, CHUNK_BYTES)));
        }
    }
}
