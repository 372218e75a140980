package io.magma.offload;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.weights.Initializer;
import io.magma.weights.Int8Matrix;
import io.magma.weights.LoadedWeights;
import io.magma.weights.WeightSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Frozen weights of a decoder whose blocks stay in host memory; all else goes to the device. */
public final class OffloadedWeights implements WeightSource {
    private final LoadedWeights onDevice;
    private final WeightSource onHost;
    private final OffloadedBlocks blocks;

    /**
     * Takes weights from {@code files}, whose books then have the blocks' tensors as they lie in host memory.
     *
     * @param files for the device
     * @param manager owns the tensors and says which device that is; lives as long as the model
     * @param residentBlocks blocks that the device holds at a time; at least 1
     * @throws io.magma.torch.CudaException if a GPU's driver refuses
     */
    public static OffloadedWeights of(LoadedWeights files, NDManager manager, int residentBlocks) {
        return new OffloadedWeights(
                files, manager, BlockTransfer.to(manager.getDevice(), residentBlocks), residentBlocks);
    }

    OffloadedWeights(LoadedWeights files, NDManager manager, BlockTransfer transfer, int residentBlocks) {
        this.onDevice = files;
        this.onHost = files.on(manager.newSubManager(Device.cpu()), transfer::hosted);
        this.blocks = new OffloadedBlocks(transfer, manager, residentBlocks);
    }

    /** Has the blocks on the device for their turn; caller closes, before the manager. */
    public BlockResidency residency() {
        return blocks;
    }

    @Override
    public NDArray take(String name, Initializer init, long... shape) {
        return onDevice.take(name, init, shape);
    }

    @Override
    public NDArray takeBuffer(String name, Initializer init, long... shape) {
        return onDevice.takeBuffer(name, init, shape);
    }

    @Override
    public Optional<Int8Matrix> takeInt8(String name, int out, int in, boolean transposed) {
        return onDevice.takeInt8(name, out, in, transposed);
    }

    @Override
    public boolean has(String name) {
        return onDevice.has(name);
    }

    @Override
    public WeightSource block(int number, String prefix) {
        return new Block(number, onHost.within(prefix), blocks, new HashMap<>());
    }

    /** Hands out tensors of the slot of a block. */
    private record Block(int number, WeightSource host, OffloadedBlocks blocks, Map<String, NDArray> taken)
            implements WeightSource {
        @Override
        public NDArray take(String name, Initializer init, long... shape) {
            NDArray tensor = host.take(name, init, shape);
            return taken.computeIfAbsent(name, n -> blocks.admit(number, n, tensor));
        }

        @Override
        public NDArray takeBuffer(String name, Initializer init, long... shape) {
            return take(name, init, shape);
        }

        @Override
        public Optional<Int8Matrix> takeInt8(String name, int out, int in, boolean transposed) {
            return host.takeInt8(name, out, in, transposed)
                    .map(matrix -> new Int8Matrix(
                            taken.computeIfAbsent(name, n -> blocks.admit(number, n, matrix.values())),
                            taken.computeIfAbsent(name + "_scale", n -> blocks.admit(number, n, matrix.scales()))));
        }

        @Override
        public boolean has(String name) {
            return host.has(name);
        }
    }
}
