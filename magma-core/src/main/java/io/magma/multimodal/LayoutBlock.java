package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import io.magma.lm.CausalLm;
import io.magma.lm.DecoderPass;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block of a batch at the entrance of the decoder.
 *
 * @param input embeddings with positions (B, T, D)
 * @param pass its way through the decoder, to the positions that predict a label
 * @param labels number of these
 */
record LayoutBlock(NDArray input, DecoderPass pass, int labels) {
    /**
     * The blocks of a batch.
     *
     * @param positions embeddings of all positions of all blocks (positions, D)
     */
    static List<LayoutBlock> of(CausalLm lm, BatchLayout layout, NDArray positions) {
        long d = lm.config().hiddenSize();
        List<LayoutBlock> blocks = new ArrayList<>();
        List<BatchLayout.BlockLabels> labels = layout.blockLabels();
        long start = 0;
        for (int i = 0; i < labels.size(); i++) {
            BatchLayout.Block block = layout.blocks().get(i);
            long[] rows = labels.get(i).rows();
            NDArray input = lm.withPositions(
                    TorchOps.narrow(positions, 0, start, block.positions()).reshape(block.rows(), block.length(), d));
            DecoderPass pass = lm.pass(input, Optional.of(rows));
            blocks.add(new LayoutBlock(input, pass, rows.length));
            start += block.positions();
        }
        return blocks;
    }
}
