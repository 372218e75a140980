package io.magma.offload;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * A block in host memory, and where it goes.
 *
 * @param number of the block, from 0
 * @param tensors its tensors, in the order they were taken
 */
record HostedBlock(int number, List<Tensor> tensors) {
    /** A block that has no tensors yet. */
    HostedBlock(int number) {
        this(number, new ArrayList<>());
    }

    /**
     * A tensor of a block.
     *
     * @param host as it lies in host memory
     * @param device tensor of the slot, of the same shape and type
     */
    record Tensor(NDArray host, NDArray device) {}
}
