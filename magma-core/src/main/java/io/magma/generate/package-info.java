/** Decoding: sampling of tokens, the generation loop over a {@link io.magma.lm.CausalLm}, scoring of given answers. */
package io.magma.generate;
