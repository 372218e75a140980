package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;

/**
 * Learned position embedding of a class token and a square of patches, stretched to other squares bicubically as
 * transformers' {@code interpolate_pos_encoding} does.
 *
 * @param table (1 + side², D)
 * @param side patches a side that the table is for
 */
record PositionTable(NDArray table, int side) {
    /** The embedding for {@code target} patches a side: (1 + target², D). */
    NDArray at(int target) {
        if (target == side) {
            return table;
        }
        long d = table.getShape().get(1);
        NDArray patches = TorchOps.cast(TorchOps.narrow(table, 0, 1, (long) side * side), Dtype.FLOAT32)
                .reshape(1, side, side, d)
                .transpose(0, 3, 1, 2); // (1, D, side, side)
        NDArray resized = ConvolutionOps.resizeBicubic(patches, target, target)
                .transpose(0, 2, 3, 1)
                .reshape((long) target * target, d);
        return TorchOps.concat(TorchOps.narrow(table, 0, 0, 1), resized, 0);
    }
}
