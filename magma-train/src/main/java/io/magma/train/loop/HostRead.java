package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.TensorLists;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The one way in which losses and norms come from the device to the host. On a GPU each reading waits until all work handed over
 * before is done; so many numbers are read together.
 */
@FunctionalInterface
interface HostRead {
    /** Packs the numbers on the device and reads them in one transfer. */
    HostRead TOGETHER = (numbers, scratch) -> {
        try (NDArray packed = TensorLists.pack(scratch, numbers)) {
            return FloatBuffer.wrap(packed.toFloatArray());
        }
    };

    /**
     * Waits and reads.
     *
     * @param numbers tensors of any shape
     * @param scratch takes intermediates
     * @return all their elements, one after the other
     */
    FloatBuffer read(List<NDArray> numbers, NDManager scratch);
}
