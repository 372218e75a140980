package io.magma.nn;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;

/**
 * Cosines and sines of rotary position embedding for the positions of one call.
 *
 * @param cos (T, R) or (B, 1, T, R)
 * @param sin like {@code cos}
 * @param interleaved whether neighbouring dimensions are paired (GPT-J) instead of i with i + R/2
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021</a>
 */
public record RotaryTables(NDArray cos, NDArray sin, boolean interleaved) {
    /** Rotates the first R dimensions of queries or keys (B, H, T, K). */
    public NDArray rotate(NDArray x) {
        return interleaved ? TorchOps.rotateInterleaved(x, cos, sin) : TorchOps.rotateHalf(x, cos, sin);
    }
}
