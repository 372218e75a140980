package io.magma.weights.torchfile;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.weights.ByteSink;
import io.magma.weights.FileRegion;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A view of a storage in a PyTorch file, read when it is streamed; any strides, and several views may share a storage. */
public final class TorchTensor implements StreamedTensor {
    private final TorchStorage storage;
    private final long offset;
    private final Shape shape;
    private final long[] stride;

    TorchTensor(TorchStorage storage, long offset, Shape shape, long[] stride) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.stride = stride.clone();
    }

    @Override
    public Dtype dtype() {
        return storage.dtype();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** Name of the storage in the archive. */
    public String storageKey() {
        return storage.key();
    }

    /** First element, counted from the start of the storage. */
    public long storageOffset() {
        return offset;
    }

    /** Elements of the storage between neighbours along each axis. */
    public long[] stride() {
        return stride.clone();
    }

    /** First byte of the first element, counted from the start of the file. */
    public long fileOffset() {
        return storage.region().begin() + offset * dtype().bytes();
    }

    /** Whether {@code other} is a view of the same elements in the same order, so that no bytes need comparing. */
    public boolean sameView(TorchTensor other) {
        return storage.equals(other.storage)
                && offset == other.offset
                && shape.equals(other.shape)
                && (Arrays.equals(stride, other.stride) || (isContiguous() && other.isContiguous()));
    }

    /** Whether the elements lie in row-major order without gaps. */
    public boolean isContiguous() {
        long expected = 1;
        for (int i = stride.length - 1; i >= 0; i--) {
            long n = shape.get(i);
            if (n != 1 && stride[i] != expected) {
                return shape.size() == 0;
            }
            expected *= n;
        }
        return true;
    }

    @Override
    public void stream(ByteSink sink) throws IOException {
        if (shape.size() == 0) {
            return;
        }
        if (!isContiguous()) {
            new StridedStream(storage.region(), dtype().bytes()).stream(offset, shape.getShape(), stride, sink);
        } else if (shape.size() == storage.elements()) {
            streamChecked(sink);
        } else {
            storage.region().stream(offset * dtype().bytes(), bytes(), sink);
        }
    }

    // A whole storage is what the archive has a checksum of.
    private void streamChecked(ByteSink sink) throws IOException {
        FileRegion region = storage.region();
        CRC32 crc = new CRC32();
        region.stream(0, region.bytes(), bytes -> {
            crc.update(bytes.duplicate());
            sink.accept(bytes);
        });
        if (crc.getValue() != storage.crc()) {
            throw new WeightsException(
                    region.file(),
                    "storage " + storage.key()
                            + ": the bytes do not match the archive's checksum, the file is damaged");
        }
    }

    /** All bytes in memory, for small tensors. */
    public ByteBuffer toBytes() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(bytes())).order(ByteOrder.LITTLE_ENDIAN);
        stream(all::put);
        return all.flip();
    }
}
