package io.magma.offload;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import io.magma.torch.CudaDriver;
import io.magma.torch.TensorMemory;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies on a CUDA stream of their own, from page-locked memory, ordered with libtorch's default stream by events alone: the thread
 * that asks waits for nothing.
 *
 * <p>Before a copy the stream waits for an event behind everything that has been put on the default stream so far, which is the
 * last that used the slot. Before a block runs, the default stream waits for the event behind the block's copy.
 */
final class CudaTransfer implements BlockTransfer {
    private final CudaDriver driver;
    private final Pointer context;
    private final Pointer copies;
    private final Pointer used;
    private final List<Pointer> copied;
    private final PageLockedTensors memory;

    /**
     * Prepares copies to GPU {@code ordinal}.
     *
     * @throws io.magma.torch.CudaException if the driver refuses
     */
    CudaTransfer(CudaDriver driver, int ordinal, int slots) {
        this.driver = driver;
        this.context = driver.makeCurrent(ordinal);
        this.copies = driver.newStream();
        this.used = driver.newEvent();
        this.copied = Stream.generate(driver::newEvent).limit(slots).toList();
        this.memory = new PageLockedTensors(driver);
    }

    @Override
    public NDArray hosted(NDArray tensor) {
        driver.makeCurrent(context);
        return memory.moved(tensor);
    }

    @Override
    public void start(int slot, HostedBlock block) {
        driver.makeCurrent(context);
        driver.record(used, CudaDriver.DEFAULT_STREAM);
        driver.awaitOn(copies, used);
        for (HostedBlock.Tensor tensor : block.tensors()) {
            driver.copyToDevice(
                    TensorMemory.firstByte(tensor.device()),
                    TensorMemory.firstByte(tensor.host()),
                    PageLockedTensors.bytes(tensor.host()),
                    copies);
        }
        driver.record(copied.get(slot), copies);
    }

    @Override
    public void await(int slot) {
        driver.makeCurrent(context);
        driver.awaitOn(CudaDriver.DEFAULT_STREAM, copied.get(slot));
    }

    @Override
    public void close() {
        driver.makeCurrent(context);
        driver.finish(copies);
        copied.forEach(driver::destroyEvent);
        driver.destroyEvent(used);
        memory.close();
    }
}
