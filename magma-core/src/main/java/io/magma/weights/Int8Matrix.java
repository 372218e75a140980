package io.magma.weights;

import ai.djl.ndarray.NDArray;

/**
 * A frozen matrix in 8 bits, see {@link io.magma.torch.Int8Ops}.
 *
 * @param values (out, in), int8
 * @param scales (out), bfloat16
 */
public record Int8Matrix(NDArray values, NDArray scales) {}
