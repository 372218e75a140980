package io.magma.train.imports;

import io.magma.torch.Dtype;
import io.magma.weights.CastTensor;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Reads tensors of one number. */
final class Scalars {
    private Scalars() {}

    /** The number of a floating-point tensor of one element. */
    static double value(Path file, String key, StreamedTensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            CastTensor.of(key, tensor, Dtype.FLOAT32).stream(bytes::put);
        } catch (IOException e) {
            throw new WeightsException(file, key + " cannot be read: " + e.getMessage(), e);
        }
        return bytes.getFloat(0);
    }
}
