package io.magma.offload;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks that take turns in a few slots.
 *
 * <p>While a block is in use, those that come after it in the direction of the pass are copied. A pass forward ends with the last
 * blocks on the device, with which the way back begins, and that one ends with the first.
 */
final class OffloadedBlocks implements BlockResidency {
    private static final int NONE = -1;

    private final BlockTransfer transfer;
    private final NDArray onDevice;
    private final List<Map<String, NDArray>> slots = new ArrayList<>();
    private final List<HostedBlock> blocks = new ArrayList<>();
    // What each slot holds, or will when its copy is done.
    private final int[] holds;
    private int current = NONE;
    private int direction = 1;

    /**
     * Makes slots without memory, which they get as the first block is built over them.
     *
     * @param manager owns their tensors and says on which device they live; lives as long as the model
     * @param slots blocks on the device at a time; at least 1
     */
    OffloadedBlocks(BlockTransfer transfer, NDManager manager, int slots) {
        this.transfer = transfer;
        this.onDevice = manager.zeros(new Shape(1), DataType.FLOAT32);
        Scope.release(onDevice);
        for (int slot = 0; slot < slots; slot++) {
            this.slots.add(new HashMap<>());
        }
        this.holds = new int[slots];
        Arrays.fill(holds, NONE);
    }

    /**
     * Takes a tensor of a block in.
     *
     * @param number of the block; blocks come in order
     * @param name within the block
     * @param host the tensor in host memory
     * @return the tensor of the block's slot, which holds it when the block is in use
     */
    NDArray admit(int number, String name, NDArray host) {
        if (number == blocks.size()) {
            blocks.add(new HostedBlock(number));
        }
        NDArray device = slots.get(slotOf(number)).computeIfAbsent(name, n -> allocated(host));
        if (!device.getShape().equals(host.getShape()) || TorchOps.dtype(device) != TorchOps.dtype(host)) {
            throw new IllegalArgumentException("block " + number + ": " + name + " is " + TorchOps.dtype(host) + " "
                    + host.getShape() + ", in other blocks " + TorchOps.dtype(device) + " " + device.getShape());
        }
        blocks.get(number).tensors().add(new HostedBlock.Tensor(host, device));
        return device;
    }

    private NDArray allocated(NDArray host) {
        NDArray device = TorchOps.zerosAt(onDevice, host);
        Scope.release(device);
        return device;
    }

    @Override
    public void use(int block) {
        direction = directionAt(block);
        current = block;
        bring(block);
        for (int ahead = 1; ahead < holds.length; ahead++) {
            int next = block + direction * ahead;
            if (next >= 0 && next < blocks.size()) {
                bring(next);
            }
        }
        transfer.await(slotOf(block));
    }

    // Whatever way a pass goes, it turns, or ends, at the first and at the last block.
    private int directionAt(int block) {
        if (block == 0) {
            return 1;
        }
        if (block == blocks.size() - 1) {
            return -1;
        }
        return block == current ? direction : Integer.signum(block - current);
    }

    @Override
    public void expect(int block) {
        bring(block);
    }

    private void bring(int block) {
        int slot = slotOf(block);
        if (holds[slot] != block) {
            holds[slot] = block;
            transfer.start(slot, blocks.get(block));
        }
    }

    private int slotOf(int block) {
        return block % holds.length;
    }

    @Override
    public boolean holdsAll() {
        return blocks.size() <= holds.length;
    }

    @Override
    public void close() {
        transfer.close();
    }
}
