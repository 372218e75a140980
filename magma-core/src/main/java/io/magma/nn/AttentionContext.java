package io.magma.nn;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What the attentions of one forward pass share.
 *
 * @param rotary cosine and sine tables of the positions of this call, if positions are rotary
 * @param mask additive mask that broadcasts to (B, H, T, S); empty when {@code causal} or when all keys are visible
 * @param causal whether queries and keys are the same T tokens, each seeing itself and those before it
 * @param cache keys and values of earlier calls, if any are kept
 */
public record AttentionContext(
        Optional<RotaryTables> rotary, Optional<NDArray> mask, boolean causal, Optional<KvCache> cache) {}
