package io.magma.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.nn.AttentionContext;
import io.magma.nn.KvCache;
import io.magma.offload.BlockResidency;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.Arrays;
import java.util.Optional;

/** The decoder of every family; which one it is follows from the parts it is made of. */
public final class Decoder implements CausalLm {
    private final DecoderConfig config;
    private final DecoderParts parts;
    private final Dtype dtype;
    private final Optional<RotaryEmbedding> rotary;
    private final BlockResidency residency;

    /**
     * Puts a decoder together.
     *
     * @param manager owns the rotary tables; lives as long as the model
     * @param dtype type of the hidden states
     * @param residency of the blocks' weights; closed with the decoder
     */
    Decoder(NDManager manager, DecoderConfig config, DecoderParts parts, Dtype dtype, BlockResidency residency) {
        this.config = config;
        this.parts = parts;
        this.dtype = dtype;
        this.residency = residency;
        this.rotary = config.rotary().map(r -> new RotaryEmbedding(manager, r, config.maxPositions()));
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public ShapeGrid shapes() {
        return ShapeGrid.of(dtype, config.maxPositions());
    }

    @Override
    public NDArray embed(NDArray ids) {
        return TorchOps.cast(TorchOps.embedding(ids, parts.tokenEmbedding()), dtype);
    }

    @Override
    public NDArray hidden(NDArray embeddings) {
        NDArray x = withPositions(embeddings);
        return pass(x, Optional.empty()).run(x);
    }

    @Override
    public NDArray withPositions(NDArray embeddings) {
        requireContext((int) embeddings.getShape().get(1));
        return addPositions(embeddings, Optional.empty(), 0);
    }

    @Override
    public DecoderPass pass(NDArray positioned, Optional<long[]> rows) {
        int tokens = (int) positioned.getShape().get(1);
        NDManager manager = positioned.getManager();
        AttentionContext context = new AttentionContext(
                rotary.map(r -> r.range(manager, 0, tokens)), Optional.empty(), true, Optional.empty());
        return new DecoderPass(parts, residency, context, rows.map(r -> needed(r, manager)));
    }

    // The first position of the batch fills the number up.
    private DecoderPass.Needed needed(long[] rows, NDManager manager) {
        long[] filled = Arrays.copyOf(rows, shapes().labels(rows.length));
        return new DecoderPass.Needed(HostData.longs(manager, filled, filled.length), rows.length);
    }

    @Override
    public NDArray hidden(NDArray embeddings, KvCache cache) {
        int tokens = (int) embeddings.getShape().get(1);
        int past = cache.length();
        requireContext(past + tokens);
        NDManager manager = embeddings.getManager();
        CachePositions at = new CachePositions(cache, tokens);
        boolean padded = cache.padded();
        boolean masked = padded || (past > 0 && tokens > 1);
        Optional<NDArray> positions = padded ? Optional.of(at.positions(manager)) : Optional.empty();
        AttentionContext context = new AttentionContext(
                rotary.map(r -> positions.map(r::at).orElseGet(() -> r.range(manager, past, tokens))),
                masked ? Optional.of(at.mask(manager)) : Optional.empty(),
                past == 0,
                Optional.of(cache));
        NDArray y = new DecoderPass(parts, residency, context, Optional.empty())
                .run(addPositions(embeddings, positions, past));
        cache.advance(tokens);
        return y;
    }

    // Learned positions: those given, or the range that starts at "past".
    private NDArray addPositions(NDArray embeddings, Optional<NDArray> positions, int past) {
        if (parts.positionEmbedding().isEmpty()) {
            return embeddings;
        }
        NDArray table = parts.positionEmbedding().get();
        long tokens = embeddings.getShape().get(1);
        return Scope.keep(() -> embeddings.add(TorchOps.castLike(
                embeddings,
                positions
                        .map(p -> TorchOps.embedding(p, table))
                        .orElseGet(() -> TorchOps.narrow(table, 0, past, tokens)))));
    }

    @Override
    public NDArray logits(NDArray hidden) {
        return parts.head().forward(hidden);
    }

    @Override
    public NDArray crossEntropySum(NDArray hidden, NDArray labels) {
        return parts.head().crossEntropySum(hidden, labels);
    }

    @Override
    public void close() {
        residency.close();
    }

    private void requireContext(int tokens) {
        if (tokens > config.maxPositions()) {
            throw new IllegalArgumentException(
                    "the language model's context is " + config.maxPositions() + " tokens, asked for " + tokens);
        }
    }
}
