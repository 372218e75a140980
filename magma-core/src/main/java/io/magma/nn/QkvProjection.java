package io.magma.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.magma.torch.TorchOps;

/** Makes queries, keys and values from hidden states, in the layouts that model families store. */
public sealed interface QkvProjection {
    /** Projects (B, T, D). */
    Heads project(NDArray x);

    /**
     * Heads of one call.
     *
     * @param query (B, H, T, K)
     * @param key (B, H', T, K)
     * @param value (B, H', T, K)
     */
    record Heads(NDArray query, NDArray key, NDArray value) {}

    /** Three projections (GPT-J, LLaMA, Qwen2, CLIP). */
    record Split(Linear query, Linear key, Linear value, int headDim) implements QkvProjection {
        @Override
        public Heads project(NDArray x) {
            return new Heads(
                    TorchOps.splitHeads(query.forward(x), headDim),
                    TorchOps.splitHeads(key.forward(x), headDim),
                    TorchOps.splitHeads(value.forward(x), headDim));
        }
    }

    /** One projection to all queries, then all keys, then all values (GPT-2). */
    record Concatenated(Linear qkv, int headDim) implements QkvProjection {
        @Override
        public Heads project(NDArray x) {
            // One view for the three: the way back is one copy, not three of the whole that are then added.
            NDList heads = TorchOps.splitQkv(qkv.forward(x), headDim);
            return new Heads(heads.get(0), heads.get(1), heads.get(2));
        }
    }

    /** One projection that holds query, key and value head by head (GPT-NeoX). */
    record PerHead(Linear qkv, int headDim) implements QkvProjection {
        @Override
        public Heads project(NDArray x) {
            NDArray all = TorchOps.splitHeads(qkv.forward(x), 3 * headDim); // (B, H, T, 3K)
            return new Heads(
                    TorchOps.narrow(all, 3, 0, headDim),
                    TorchOps.narrow(all, 3, headDim, headDim),
                    TorchOps.narrow(all, 3, 2L * headDim, headDim));
        }
    }
}
