package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Optional;

/**
 * Matrices in 8 bits, run by libtorch as {@link TorchOps} are.
 *
 * <p>A row of a matrix is whole numbers from -127 to 127 times one scale, its largest magnitude divided by 127 and rounded to
 * bfloat16; numbers are rounded to nearest, ties to even.
 *
 * @see <a href="https://arxiv.org/abs/2208.07339">Dettmers et al. 2022, section 2.1 (absmax, vector-wise)</a>
 */
public final class Int8Ops {
    private Int8Ops() {}

    /**
     * Rounds a matrix to 8 bits, a few rows at a time.
     *
     * @param matrix (out, in), of floating-point numbers
     * @return values (out, in) in int8 and scales (out) in bfloat16; where the matrix is not finite, neither are the scales
     */
    public static NDList quantize(NDArray matrix) {
        return OpsModule.callAll("int8_quantize", matrix);
    }

    /** The matrix (out, in) that values and scales stand for, in the type and on the device of {@code like}. */
    public static NDArray matrix(NDArray like, NDArray values, NDArray scales) {
        return OpsModule.call("int8_matrix", like, values, scales);
    }

    /**
     * {@code x · (scales · values)ᵀ + bias} in the type of {@code x}.
     *
     * <p>Next tokens, (B, 1, in) of bfloat16 with B up to 16, without autograd and on a CPU, are multiplied with the values as they
     * are, which is limited by reading them, if 16 divides in (libtorch's kernel reads 16 values at a time, also beyond the end of the
     * last row). Otherwise the values are made {@code x}'s type first, and the scales multiply the products; with autograd, those
     * values are kept for the way back.
     *
     * @param x (…, in)
     * @param bias (out), if any
     * @return (…, out)
     */
    public static NDArray linear(NDArray x, NDArray values, NDArray scales, Optional<NDArray> bias) {
        return bias.isPresent()
                ? OpsModule.call("int8_linear_biased", x, values, scales, bias.get())
                : OpsModule.call("int8_linear", x, values, scales);
    }
}
