package io.magma.offload;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import io.magma.torch.CudaDriver;
import io.magma.torch.CudaException;
import io.magma.torch.Scope;
import io.magma.torch.TensorMemory;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors in page-locked host memory.
 *
 * <p>A page can be locked once only, and tensors of a file, or of the C library's heap, share pages. So each is copied to the start
 * of a page in memory of its own, and no other tensor is on its pages.
 */
final class PageLockedTensors implements AutoCloseable {
    /** The largest page of the systems that CUDA runs on, so that it is a border of pages on all of them. */
    private static final long PAGE_BYTES = 1 << 16;

    private final CudaDriver driver;
    private final List<Pointer> locked = new ArrayList<>();

    PageLockedTensors(CudaDriver driver) {
        this.driver = driver;
    }

    /** Size of a tensor in bytes. */
    static long bytes(NDArray tensor) {
        return tensor.size() * TorchOps.dtype(tensor).bytes();
    }

    /**
     * A copy of a tensor in page-locked memory, attached to the same manager; the tensor is closed.
     *
     * @throws CudaException if the memory cannot be locked
     */
    NDArray moved(NDArray tensor) {
        long element = TorchOps.dtype(tensor).bytes();
        long pages = (bytes(tensor) + PAGE_BYTES - 1) / PAGE_BYTES;
        NDArray copy = Scope.keep(() -> {
            NDArray room = TorchOps.zeros(tensor, 1, 1, 1, (pages + 1) * PAGE_BYTES / element);
            long address = Pointer.nativeValue(TensorMemory.firstByte(room));
            long skipped = (PAGE_BYTES - address % PAGE_BYTES) % PAGE_BYTES;
            NDArray part =
                    TorchOps.narrow(room, 3, skipped / element, tensor.size()).reshape(tensor.getShape());
            TorchOps.copyInto(part, tensor);
            return part;
        });
        Scope.release(copy);
        lock(TensorMemory.firstByte(copy), pages * PAGE_BYTES);
        tensor.close();
        return copy;
    }

    private void lock(Pointer start, long bytes) {
        try {
            driver.lockPages(start, bytes);
        } catch (CudaException e) {
            throw new CudaException("model.language_model.offload: the host memory of a tensor of " + (bytes >> 10)
                    + " KiB cannot be page-locked: " + e.getMessage());
        }
        locked.add(start);
    }

    /** Unlocks all; before the tensors are freed. */
    @Override
    public void close() {
        locked.forEach(driver::unlockPages);
        locked.clear();
    }
}
