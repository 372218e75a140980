package io.magma.nn;

import ai.djl.ndarray.NDArray;
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
            NDArray all = qkv.forward(x); // (B, T, 3D)
            long d = all.getShape().get(2) / 3;
            return new Heads(
                    TorchOps.splitHeads(TorchOps.narrow(all, 2, 0, d), headDim),
                    TorchOps.splitHeads(TorchOps.narrow(all, 2, d, d), headDim),
                    TorchOps.splitHeads(TorchOps.narrow(all, 2, 2 * d, d), headDim));
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
