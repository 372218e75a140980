package io.magma.nn;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;

/**
 * Multi-head self-attention with grouped key/value heads, rotary positions and a cache where the context asks for them.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. 2017, section 3.2</a>
 * @see <a href="https://arxiv.org/abs/2305.13245">Ainslie et al. 2023 (grouped queries)</a>
 */
public final class Attention implements Sublayer {
    private final int layer;
    private final QkvProjection projection;
    private final Linear output;
    private final int groups;

    /**
     * Makes an attention.
     *
     * @param layer index of the block, from 0: the cache's slot
     * @param groups query heads that share one key/value head; at least 1
     */
    public Attention(int layer, QkvProjection projection, Linear output, int groups) {
        this.layer = layer;
        this.projection = projection;
        this.output = output;
        this.groups = groups;
    }

    @Override
    public NDArray forward(NDArray x, AttentionContext context) {
        QkvProjection.Heads heads = projection.project(x);
        NDArray query = heads.query(); // (B, H, T, K)
        NDArray key = heads.key(); // (B, H/groups, T, K)
        NDArray value = heads.value();
        if (context.rotary().isPresent()) {
            query = context.rotary().get().rotate(query);
            key = context.rotary().get().rotate(key);
        }
        if (context.cache().isPresent()) {
            KvCache.Entry all = context.cache().get().append(layer, key, value);
            key = all.keys();
            value = all.values();
        }
        key = TorchOps.repeatHeads(key, groups);
        value = TorchOps.repeatHeads(value, groups);
        return output.forward(TorchOps.mergeHeads(attend(query, key, value, context)));
    }

    private static NDArray attend(NDArray query, NDArray key, NDArray value, AttentionContext context) {
        if (context.mask().isPresent()) {
            return TorchOps.attention(query, key, value, context.mask().get());
        }
        return context.causal() ? TorchOps.causalAttention(query, key, value) : TorchOps.attention(query, key, value);
    }
}
