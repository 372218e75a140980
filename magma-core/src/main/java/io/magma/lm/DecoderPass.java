package io.magma.lm;

import ai.djl.ndarray.NDArray;
import io.magma.nn.AttentionContext;
import io.magma.offload.BlockResidency;
import io.magma.torch.Autograd;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.Optional;

/**
 * One pass of whole sequences through a decoder, block by block, so that a caller may decide what is kept of each.
 *
 * <p>The last block gives the final hidden states of the needed positions only.
 */
public final class DecoderPass {
    private final DecoderParts parts;
    private final BlockResidency residency;
    private final AttentionContext context;
    private final Optional<Needed> needed;

    /** A pass through {@code parts}, to some positions or to all. */
    DecoderPass(DecoderParts parts, BlockResidency residency, AttentionContext context, Optional<Needed> needed) {
        this.parts = parts;
        this.residency = residency;
        this.context = context;
        this.needed = needed;
    }

    /**
     * Positions whose final hidden states are needed.
     *
     * @param rows their places in the flattened batch, followed by any others that bring their number to one that is common
     * @param count M, how many are needed
     */
    record Needed(NDArray rows, int count) {}

    /** Number of blocks. */
    public int blocks() {
        return parts.blocks().size();
    }

    /**
     * Runs one block.
     *
     * <p>The way back through it must be gone before another block is run, if its weights do not stay on the device.
     *
     * @param number of the block, from 0
     * @param x what the block before it gave, (B, T, D)
     * @return (B, T, D); of the last block, after the final norm, (M, D), or (B, T, D) where all positions are needed
     */
    public NDArray run(int number, NDArray x) {
        residency.use(number);
        DecoderBlock block = parts.blocks().get(number);
        if (number < blocks() - 1) {
            return Scope.keep(() -> block.forward(x, context));
        }
        return Scope.keep(() -> {
            if (needed.isEmpty()) {
                return parts.finalNorm().forward(block.forward(x, context));
            }
            Needed at = needed.get();
            NDArray y = parts.finalNorm().forward(block.forwardAt(x, context, at.rows()));
            return at.rows().size() == at.count() ? y : TorchOps.narrow(y, 0, 0, at.count());
        });
    }

    /**
     * Runs all blocks.
     *
     * @throws IllegalStateException if autograd would keep the weights of blocks that are on the device for their turn only
     */
    public NDArray run(NDArray embeddings) {
        if (!residency.holdsAll() && Autograd.isRecording()) {
            throw new IllegalStateException(
                    "blocks in host memory have gradients through one block at a time only: recompute activations");
        }
        NDArray x = embeddings;
        for (int number = 0; number < blocks(); number++) {
            NDArray in = x;
            x = run(number, in);
            if (in != embeddings) {
                in.close();
            }
        }
        // Passes forward follow each other, in evaluation as in generation.
        residency.expect(0);
        return x;
    }
}
