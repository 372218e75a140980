package io.magma.train.memory;

import io.magma.config.AdapterConfig;
import io.magma.config.AdapterType;
import io.magma.config.AdaptersConfig;
import io.magma.lm.DecoderConfig;
import io.magma.lm.DecoderConfig.Residual;
import io.magma.multimodal.BatchLayout.BlockSize;
import io.magma.nn.Activation;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.util.List;
import java.util.Optional;

/**
 * Activations of a decoder, adapters included, by what each operator saves for its backward pass.
 *
 * <p>A frozen linear map saves nothing, since the gradient of its input needs the weight alone; a trained one saves its input.
 * Per position of a block that leaves, in elements:
 *
 * <table>
 * <caption>What is saved</caption>
 * <tr><td>each norm</td><td>D, what it reads, and two statistics; of an RMS norm D in float32 even in half precision, and one
 * float32</td></tr>
 * <tr><td>attention</td><td>3 HK for queries, keys and values after rotation and repetition, HK for what comes out, and a
 * float32 a head for the logarithms of the sums; GPT-NeoX's values are a view of the fused projection, which stays whole:
 * 2 HK more; a trained output map reads HK again behind rotated heads, which come out in another order</td></tr>
 * <tr><td>MLP</td><td>I, what the activation reads (quick GELU: I for the sigmoid more); gated: 3 I, what the activation reads and
 * both factors of the product</td></tr>
 * <tr><td>adapter</td><td>D, what it reads, and D/f between its maps; a layer norm within it D more; a learned scale D more.
 * A parallel adapter reads what its sublayer reads, a sequential one what it gives</td></tr>
 * <tr><td>trained decoder</td><td>what its linear maps read: both norms' outputs and the activation's</td></tr>
 * </table>
 *
 * <p>The last block's MLP and the final norm run at the positions that predict a label only. In half precision each pass
 * through the decoder keeps the trained matrices' casts as well.
 */
final class DecoderActivations {
    private final DecoderConfig config;
    private final AdaptersConfig adapters;
    private final Dtype dtype;
    private final boolean trained;
    private final long castBytes;
    private final boolean cpu;

    /**
     * A decoder's.
     *
     * @param dtype of the hidden states
     * @param trained whether its own weights are
     * @param trainedElements elements of its trained tensors, adapters included
     * @param cpu whether a CPU computes, which has another attention for short rows in half precision
     */
    DecoderActivations(
            DecoderConfig config,
            AdaptersConfig adapters,
            Dtype dtype,
            boolean trained,
            long trainedElements,
            boolean cpu) {
        this.cpu = cpu;
        this.config = config;
        this.adapters = adapters;
        this.dtype = dtype;
        this.trained = trained;
        this.castBytes = dtype == Dtype.FLOAT32 ? 0 : trainedElements * dtype.bytes();
    }

    /** Of a batch whose blocks have these sizes, all activations kept. */
    Activations of(List<BlockSize> blocks) {
        long attention = attention();
        long mlp = mlp();
        long kept = 0;
        for (BlockSize block : blocks) {
            kept += block.positions() * ((config.layers() - 1) * (attention + mlp) + attention)
                    + block.labels() * (mlp + last())
                    + config.layers() * byProducts(block)
                    + castBytes;
        }
        return new Activations(kept + embeddings(blocks), working(blocks));
    }

    /**
     * The same if a block's activations are computed again on the way back: what enters each block is kept, and the activations of
     * one block are there for a moment, with the gradients of what enters and leaves it.
     */
    Activations recomputed(List<BlockSize> blocks) {
        long kept = 0;
        long largest = 0;
        for (BlockSize block : blocks) {
            kept += block.positions() * config.layers() * hidden() + block.labels() * last();
            largest = Math.max(largest, block.positions());
        }
        long products = blocks.stream().mapToLong(this::byProducts).max().orElse(0);
        long one = largest * (attention() + mlp() + 2 * hidden()) + products + castBytes / config.layers();
        return new Activations(kept + embeddings(blocks), one + working(blocks));
    }

    /** Bytes of a hidden state. */
    private long hidden() {
        return (long) config.hiddenSize() * dtype.bytes();
    }

    /** What the attention half of a block keeps of a position. */
    long attention() {
        long heads = (long) config.heads() * config.headDim() * dtype.bytes();
        long fused = config.modelType().equals("gpt_neox") ? 2 * heads : 0;
        boolean input = trained || adapters.attention().filter(a -> parallel(a)).isPresent();
        // One norm for both halves counts here, and so does what both read of it.
        boolean shared = config.residual() == Residual.PARALLEL_SHARED_NORM
                && adapters.mlp().filter(a -> parallel(a)).isPresent();
        return norm()
                + (input || shared ? hidden() : 0)
                + 4 * heads
                + fused
                + (trained && config.rotary().isPresent() ? heads : 0)
                + (long) config.heads() * Float.BYTES
                + adapter(adapters.attention());
    }

    /**
     * What attention by matrix products ({@link io.magma.torch.TorchOps#causalAttention}) keeps more than the fused operator: T
     * probabilities a head and position instead of what comes out and the logarithms of the sums.
     */
    long byProducts(BlockSize block) {
        if (!cpu || dtype == Dtype.FLOAT32 || block.length() > TorchOps.MOST_TOKENS_BY_PRODUCTS) {
            return 0;
        }
        long fused = (long) config.headDim() * dtype.bytes() + Float.BYTES;
        return block.positions() * config.heads() * ((long) block.length() * dtype.bytes() - fused);
    }

    /** What the MLP half of a block keeps of a position. */
    long mlp() {
        boolean input = trained || adapters.mlp().filter(a -> parallel(a)).isPresent();
        boolean own = config.residual() != Residual.PARALLEL_SHARED_NORM;
        // A parallel block's second norm reads what its first one reads.
        long norm = config.residual() == Residual.SERIAL ? norm() : own ? statistics() : 0;
        return norm + (own && input ? hidden() : 0) + intermediate() + adapter(adapters.mlp());
    }

    private long intermediate() {
        long width = (long) config.intermediateSize() * dtype.bytes();
        int kept = gated() ? 3 : config.activation() == Activation.QUICK_GELU ? 2 : 1;
        // What a ReLU gives is what it saves.
        boolean more = trained && config.activation() != Activation.RELU;
        return (kept + (more ? 1 : 0)) * width;
    }

    private long norm() {
        if (!rms()) {
            return hidden() + statistics();
        }
        long normed = trained ? hidden() : 0;
        return (long) config.hiddenSize() * Float.BYTES + normed + Float.BYTES;
    }

    /** Mean and inverse deviation of a layer norm. */
    private long statistics() {
        return 2L * dtype.bytes();
    }

    private long adapter(Optional<AdapterConfig> adapter) {
        if (adapter.isEmpty()) {
            return 0;
        }
        AdapterConfig a = adapter.get();
        long bottleneck = Math.max(1, config.hiddenSize() / a.downsampleFactor()) * (long) dtype.bytes();
        long input = parallel(a) ? 0 : hidden();
        long scale = a.type() == AdapterType.SCALED_PARALLEL ? hidden() : 0;
        return input + bottleneck + (a.layerNorm() ? hidden() + statistics() : 0) + scale;
    }

    private static boolean parallel(AdapterConfig adapter) {
        return adapter.type() != AdapterType.SEQUENTIAL;
    }

    /** The final norm, and in float32 the hidden states and their gradient that the loss keeps of a label. */
    private long last() {
        return norm() + 2L * config.hiddenSize() * Float.BYTES;
    }

    /** The gathered embeddings, which live as long as the forward pass where positions are added to them. */
    private long embeddings(List<BlockSize> blocks) {
        return config.rotary().isPresent() ? 0 : positions(blocks) * hidden();
    }

    /**
     * What a block makes on its way forward and autograd does not need, freed at its end: the norms' outputs, both sublayers', the
     * adapter's and the sums, 6 D, and what the activation gives, I; on the way back the gradients of the same, I twice.
     */
    private long working(List<BlockSize> blocks) {
        long largest = blocks.stream().mapToLong(BlockSize::positions).max().orElse(0);
        return largest * (6 * hidden() + (gated() ? 3 : 2) * (long) config.intermediateSize() * dtype.bytes());
    }

    private static long positions(List<BlockSize> blocks) {
        return blocks.stream().mapToLong(BlockSize::positions).sum();
    }

    private boolean gated() {
        return rms();
    }

    /** The families with RMS norms are those with gated MLPs. */
    private boolean rms() {
        return switch (config.modelType()) {
            case "llama", "qwen2" -> true;
            case "gpt2", "gptj", "gpt_neox" -> false;
            default -> throw new IllegalArgumentException("no formula for model_type " + config.modelType());
        };
    }
}
