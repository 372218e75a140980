package io.magma.train.distributed;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.magma.torch.TensorMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Float32 tensors on the CPU as pieces of memory of a size that is good to communicate.
 *
 * <p>Large tensors stay where they are and are cut; small ones are copied side by side into one buffer, and back.
 */
final class FlatBuckets {
    /** Of a piece. Between two processes on a busy machine 4 and 16 MiB were alike, and 64 MiB slower by half. */
    private static final long PIECE_BYTES = 16 << 20;

    private static final long SMALL_BYTES = 256 << 10;

    /**
     * A part of the whole.
     *
     * @param memory first element
     * @param elements their number
     */
    record Piece(Pointer memory, int elements) {}

    /** A small tensor and its copy. */
    private record Copied(Pointer tensor, Pointer copy, int bytes) {
        void pack() {
            copy.getByteBuffer(0, bytes).put(tensor.getByteBuffer(0, bytes));
        }

        void unpack() {
            tensor.getByteBuffer(0, bytes).put(copy.getByteBuffer(0, bytes));
        }
    }

    private final List<Copied> copied = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * Lays out.
     *
     * @param arrays contiguous; they must live as long as the pieces are used
     */
    FlatBuckets(List<NDArray> arrays) {
        List<NDArray> small = arrays.stream().filter(FlatBuckets::isSmall).toList();
        long packed = small.stream().mapToLong(FlatBuckets::bytes).sum();
        if (packed > 0) {
            pack(small, new Memory(packed));
        }
        arrays.stream().filter(a -> !isSmall(a)).forEach(a -> cut(TensorMemory.address(a), bytes(a)));
    }

    private static long bytes(NDArray array) {
        return array.size() * Float.BYTES;
    }

    private static boolean isSmall(NDArray array) {
        return bytes(array) < SMALL_BYTES;
    }

    private void pack(List<NDArray> small, Memory buffer) {
        long offset = 0;
        for (NDArray array : small) {
            int bytes = (int) bytes(array);
            if (bytes > 0) {
                copied.add(new Copied(TensorMemory.address(array), buffer.share(offset, bytes), bytes));
            }
            offset += bytes;
        }
        copied.forEach(Copied::pack);
        cut(buffer, buffer.size());
    }

    private void cut(Pointer memory, long bytes) {
        for (long offset = 0; offset < bytes; offset += PIECE_BYTES) {
            long length = Math.min(PIECE_BYTES, bytes - offset);
            pieces.add(new Piece(memory.share(offset, length), (int) (length / Float.BYTES)));
        }
    }

    /** The pieces, in an order that follows from the shapes alone. */
    List<Piece> pieces() {
        return pieces;
    }

    /** Copies back what was copied. */
    void unpack() {
        copied.forEach(Copied::unpack);
    }
}
