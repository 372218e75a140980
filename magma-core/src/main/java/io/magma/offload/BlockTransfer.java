package io.magma.offload;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.magma.torch.CudaDriver;

/** Copies blocks to the device while it computes. */
interface BlockTransfer extends AutoCloseable {
    /**
     * The way to a device.
     *
     * @param slots number of slots
     */
    static BlockTransfer to(Device device, int slots) {
        return device.isGpu()
                ? new CudaTransfer(CudaDriver.load(), device.getDeviceId(), slots)
                : new ThreadTransfer(slots);
    }

    /** The tensor, or a copy in memory that this transfer is fast from, which takes its place; the tensor is closed then. */
    NDArray hosted(NDArray tensor);

    /**
     * Starts to copy a block into a slot, once the device has done what the calling thread has asked of it by now.
     *
     * @throws io.magma.torch.CudaException if the driver refuses
     */
    void start(int slot, HostedBlock block);

    /**
     * Has the copy that was last started into a slot done before anything that the calling thread asks of the device from now on.
     *
     * @throws OffloadException if it has failed
     */
    void await(int slot);

    /** Ends what is running, and waits for that. */
    @Override
    void close();
}
