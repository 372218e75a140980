package io.magma.weights.torchfile;

import io.magma.weights.ByteSink;
import io.magma.weights.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Streams views that do not lie row by row: the storage is mapped, and elements are gathered in order. */
final class StridedStream {
    private static final int CHUNK_BYTES = 1 << 18;
    private static final long MAPPED_BYTES = 1 << 30;

    private final FileRegion region;
    private final int elementBytes;
    private final List<MappedByteBuffer> pages = new ArrayList<>();

    StridedStream(FileRegion region, int elementBytes) {
        this.region = region;
        this.elementBytes = elementBytes;
    }

    /** Streams the view of this offset, shape (of at least one element) and stride, all in elements. */
    void stream(long offset, long[] shape, long[] stride, ByteSink sink) throws IOException {
        for (long at = 0; at < region.bytes(); at += MAPPED_BYTES) {
            long length = Math.min(MAPPED_BYTES, region.bytes() - at);
            pages.add(region.channel().map(FileChannel.MapMode.READ_ONLY, region.begin() + at, length));
        }
        ByteBuffer out = ByteBuffer.allocate(CHUNK_BYTES);
        long[] index = new long[shape.length];
        long element = offset;
        boolean more = true;
        while (more) {
            if (!out.hasRemaining()) {
                sink.accept(out.flip());
                out.clear();
            }
            put(element * elementBytes, out);
            more = false;
            for (int axis = shape.length - 1; axis >= 0 && !more; axis--) {
                index[axis]++;
                element += stride[axis];
                more = index[axis] < shape[axis];
                if (!more) {
                    element -= index[axis] * stride[axis];
                    index[axis] = 0;
                }
            }
        }
        sink.accept(out.flip());
    }

    // Page and chunk sizes are multiples of every element size, so no element crosses an edge.
    private void put(long at, ByteBuffer out) {
        MappedByteBuffer page = pages.get((int) (at / MAPPED_BYTES));
        int from = (int) (at % MAPPED_BYTES);
        for (int i = 0; i < elementBytes; i++) {
            out.put(page.get(from + i));
        }
    }
}
