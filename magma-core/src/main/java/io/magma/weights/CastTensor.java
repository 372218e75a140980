package io.magma.weights;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor of floating-point numbers in another type, rounded to nearest while it is streamed.
 *
 * @param name names the tensor in messages
 * @param source the tensor
 * @param dtype float32, float16 or bfloat16
 */
public record CastTensor(String name, StreamedTensor source, Dtype dtype) implements StreamedTensor {
    /** Checks the types. */
    public CastTensor {
        if (!source.dtype().isFloat() || !dtype.isFloat() || dtype == Dtype.FLOAT64) {
            throw new IllegalArgumentException(name + ": " + source.dtype().tag() + " cannot be made " + dtype.tag());
        }
    }

    /** The tensor itself if it has the type already, else its cast. */
    public static StreamedTensor of(String name, StreamedTensor source, Dtype dtype) {
        return source.dtype() == dtype ? source : new CastTensor(name, source, dtype);
    }

    @Override
    public Shape shape() {
        return source.shape();
    }

    /**
     * {@inheritDoc}
     *
     * @throws OverflowException if a finite number is too large for the type
     */
    @Override
    public void stream(ByteSink sink) throws IOException {
        // One buffer for all pieces of a size, or a model's worth of them would be garbage.
        ByteBuffer[] reused = {ByteBuffer.allocate(0)};
        source.stream(piece -> {
            ByteBuffer in = piece.order(ByteOrder.LITTLE_ENDIAN);
            int elements = in.remaining() / source.dtype().bytes();
            if (reused[0].capacity() < elements * dtype.bytes()) {
                reused[0] = ByteBuffer.allocate(elements * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            }
            ByteBuffer out = reused[0].clear();
            for (int i = 0; i < elements; i++) {
                put(out, next(in));
            }
            sink.accept(out.flip());
        });
    }

    private float next(ByteBuffer in) {
        return switch (source.dtype()) {
            case FLOAT16 -> HalfFloats.fromHalf(in.getShort());
            case BFLOAT16 -> HalfFloats.fromBfloat(in.getShort());
            case FLOAT64 -> narrowed(in.getDouble());
            case FLOAT32, BOOL, UINT8, INT8, INT16, INT32, INT64 -> in.getFloat();
        };
    }

    private float narrowed(double value) {
        float narrow = (float) value;
        requireFinite(value, narrow);
        return narrow;
    }

    private void put(ByteBuffer out, float value) {
        if (dtype == Dtype.FLOAT32) {
            out.putFloat(value);
            return;
        }
        short bits = dtype == Dtype.FLOAT16 ? HalfFloats.toHalf(value) : HalfFloats.toBfloat(value);
        requireFinite(value, dtype == Dtype.FLOAT16 ? HalfFloats.fromHalf(bits) : HalfFloats.fromBfloat(bits));
        out.putShort(bits);
    }

    private void requireFinite(double value, float narrow) {
        if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
            throw new OverflowException(name + " holds " + value + ", which " + dtype.tag() + " cannot");
        }
    }

    /** A number that the narrower type cannot hold. */
    public static final class OverflowException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverflowException(String message) {
            super(message);
        }
    }
}
