package io.magma.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.nn.KvCache;

/** A decoder that predicts the next token from embeddings, so that pictures can stand in for words. */
public interface CausalLm {
    /** Shape and special tokens. */
    DecoderConfig config();

    /** Token embeddings: ids (…) of int64 to (…, D), attached to the manager of {@code ids}. */
    NDArray embed(NDArray ids);

    /** Final hidden states of whole sequences, each token seeing itself and those before it: (B, T, D) to (B, T, D). */
    NDArray hidden(NDArray embeddings);

    /**
     * Final hidden states of the next tokens of sequences whose past is in {@code cache}, which they join.
     *
     * @param embeddings (B, T, D); rows shorter than T are padded at their start as the cache says
     */
    NDArray hidden(NDArray embeddings, KvCache cache);

    /** Scores of the next token: final hidden states (…, D) to (…, V). */
    NDArray logits(NDArray hidden);

    /** An empty cache for rows with {@code padding} leading padding tokens and at most {@code capacity} tokens in all. */
    default KvCache cache(NDManager manager, int[] padding, int capacity) {
        return new KvCache(manager, padding, capacity);
    }
}
