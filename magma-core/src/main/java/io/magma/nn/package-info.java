/**
 * Typed layers that modules are made of.
 *
 * <p>Shape legend used everywhere: B batch, T tokens of this call, S keys seen so far, D hidden size, H heads, K head
 * dimension, V vocabulary, C channels, N image positions, R rotary dimensions.
 *
 * <p>Layers hold the arrays they were given and never own them. A weight is cast to the type of the activation where it is
 * used, so that float32 masters get float32 gradients below a bfloat16 or float16 model.
 */
package io.magma.nn;
