package io.magma.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.nn.KvCache;
import java.util.Optional;

/** A decoder that predicts the next token from embeddings, so that pictures can stand in for words. */
public interface CausalLm extends AutoCloseable {
    /** Shape and special tokens. */
    DecoderConfig config();

    /** Token embeddings: ids (…) of int64 to (…, D), attached to the manager of {@code ids}. */
    NDArray embed(NDArray ids);

    /** The shapes in which batches go through it fastest. */
    ShapeGrid shapes();

    /** Final hidden states of whole sequences, each token seeing itself and those before it: (B, T, D) to (B, T, D). */
    NDArray hidden(NDArray embeddings);

    /**
     * Final hidden states of the next tokens of sequences whose past is in {@code cache}, which they join.
     *
     * @param embeddings (B, T, D); rows shorter than T are padded at their start as the cache says
     */
    NDArray hidden(NDArray embeddings, KvCache cache);

    /** Embeddings of whole sequences with learned positions, where the family has them, added: (B, T, D). */
    NDArray withPositions(NDArray embeddings);

    /**
     * A pass of whole sequences, each token seeing itself and those before it.
     *
     * @param positioned what {@link #withPositions} gave, (B, T, D); its manager takes what the pass shares between blocks
     * @param rows positions of the flattened batch whose final hidden states are needed (M), or all
     */
    DecoderPass pass(NDArray positioned, Optional<long[]> rows);

    /** Scores of the next token: final hidden states (…, D) to (…, V). */
    NDArray logits(NDArray hidden);

    /**
     * Sum of the cross-entropies of the next tokens in nats, in float32, never holding the scores of many positions at once.
     *
     * @param hidden final hidden states (M, D)
     * @param labels next tokens (M)
     */
    NDArray crossEntropySum(NDArray hidden, NDArray labels);

    /** An empty cache for rows with {@code padding} leading padding tokens and at most {@code capacity} tokens in all. */
    default KvCache cache(NDManager manager, int[] padding, int capacity) {
        return new KvCache(manager, padding, capacity);
    }

    /** Ends what goes on in the background; the tensors stay their managers'. */
    @Override
    void close();
}
