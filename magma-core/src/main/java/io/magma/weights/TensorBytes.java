package io.magma.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;

/** Streams the elements of a tensor as safetensors lays them out: row-major, little-endian. */
final class TensorBytes {
    private static final long CHUNK_ELEMENTS = 1 << 20;

    private TensorBytes() {}

    /** Passes all bytes of {@code tensor}, wherever it lives, to {@code sink} in pieces. */
    static void stream(NDArray tensor, ByteSink sink) throws IOException {
        Dtype dtype = TorchOps.dtype(tensor);
        long size = tensor.size();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray flat = tensor.stopGradient().reshape(new Shape(size));
            for (long begin = 0; begin < size; begin += CHUNK_ELEMENTS) {
                long end = Math.min(begin + CHUNK_ELEMENTS, size);
                try (NDScope chunk = new NDScope()) {
                    chunk.suppressNotUsedWarning();
                    sink.accept(bytes(flat.get(new NDIndex("{}:{}", begin, end)), dtype));
                }
            }
        }
    }

    private static ByteBuffer bytes(NDArray piece, Dtype dtype) {
        return switch (dtype) {
            case BFLOAT16 -> narrowed(floats(piece), bits -> bits >>> 16);
            case INT16 -> narrowed(floats(piece), bits -> (int) Float.intBitsToFloat(bits));
            case BOOL, UINT8, INT8, INT32, INT64, FLOAT16, FLOAT32, FLOAT64 ->
                onCpu(piece).toByteBuffer();
        };
    }

    // DJL cannot read these two types. Every value of theirs is a float32, so the way there and back loses nothing.
    private static ByteBuffer floats(NDArray piece) {
        return onCpu(TorchOps.cast(piece, Dtype.FLOAT32)).toByteBuffer();
    }

    private static NDArray onCpu(NDArray piece) {
        return piece.getDevice().isGpu() ? piece.toDevice(Device.cpu(), true) : piece;
    }

    private static ByteBuffer narrowed(ByteBuffer floats, IntUnaryOperator lowerBits) {
        floats.order(ByteOrder.nativeOrder());
        ByteBuffer halves = ByteBuffer.allocate(floats.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            halves.putShort((short) lowerBits.applyAsInt(floats.getInt()));
        }
        return halves.flip();
    }
}
