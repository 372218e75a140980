package io.magma.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.lm.CausalLm;
import io.magma.nn.KvCache;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;

/**
 * Prompts that the model has read and that can be continued.
 *
 * @param cache keys and values of the prompts, aligned at their last token, with room for what follows; closed with this
 * @param last final hidden states of the prompts' last tokens (B, 1, D)
 */
public record Prefilled(KvCache cache, NDArray last) implements AutoCloseable {
    /**
     * Reads a whole batch at once.
     *
     * @param manager what the result's memory hangs below
     * @param room tokens that will be fed after the prompts
     */
    static Prefilled of(CausalLm lm, PromptBatch prompts, NDManager manager, int room) {
        KvCache cache = lm.cache(manager, prompts.padding(), prompts.tokens() + room);
        NDArray last = Scope.keep(() -> {
            NDArray hidden = lm.hidden(prompts.embeddings(), cache);
            return TorchOps.contiguous(TorchOps.narrow(hidden, 1, prompts.tokens() - 1L, 1));
        });
        last.attach(manager);
        Scope.release(last);
        return new Prefilled(cache, last);
    }

    /** B. */
    public int rows() {
        return cache.batch();
    }

    /** T, padding included. */
    public int tokens() {
        return cache.length();
    }

    @Override
    public void close() {
        cache.close();
        last.close();
    }
}
