package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.magma.lm.CausalLm;
import io.magma.torch.Autograd;
import io.magma.torch.Loss;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A loss that keeps only what enters each block of the decoder, and computes the activations within again on the way back.
 *
 * <p>The same operators run on the same numbers, so the gradients are those of the ordinary way. For that the first pass is
 * recorded too, a block at a time, since some operators depend on it ({@link TorchOps#causalAttention}).
 *
 * @see <a href="https://arxiv.org/abs/1604.06174">Chen et al. 2016 (training deep nets with sublinear memory cost)</a>
 */
final class RecomputedLoss implements Loss {
    private final NDArray embeddings;
    private final NDArray leaf;
    private final List<LayoutBlock> blocks;
    private final List<Deque<NDArray>> inputs = new ArrayList<>();
    private final NDArray hidden;
    private final NDArray value;

    /**
     * Runs forward.
     *
     * @param embeddings of all positions, with their graph
     * @param head loss of the final hidden states (labels, D) of the blocks, one after the other
     */
    RecomputedLoss(CausalLm lm, BatchLayout layout, NDArray embeddings, UnaryOperator<NDArray> head) {
        this.embeddings = embeddings;
        leaf = Autograd.leaf(embeddings);
        blocks = LayoutBlock.of(lm, layout, leaf);
        NDList ends = new NDList();
        for (LayoutBlock block : blocks) {
            Deque<NDArray> kept = new ArrayDeque<>();
            NDArray x = block.input();
            for (int number = 0; number < block.pass().blocks(); number++) {
                kept.push(x);
                x = passed(block, number, x);
            }
            inputs.add(kept);
            ends.add(x);
        }
        hidden = Autograd.leaf(ends.size() == 1 ? ends.get(0) : NDArrays.concat(ends, 0));
        value = Scope.keep(() -> head.apply(hidden));
    }

    /** Runs a block and lets go of its graph. */
    private static NDArray passed(LayoutBlock block, int number, NDArray x) {
        try (NDArray in = Autograd.leaf(x);
                NDArray y = Autograd.recording(() -> block.pass().run(number, in))) {
            return y.stopGradient();
        }
    }

    @Override
    public NDArray value() {
        return value;
    }

    @Override
    public void backward(double weight) {
        Autograd.backward(value, weight);
        long start = 0;
        for (int i = 0; i < blocks.size(); i++) {
            LayoutBlock block = blocks.get(i);
            try (NDArray all = gradient(hidden)) {
                backward(block, inputs.get(i), TorchOps.narrow(all, 0, start, block.labels()));
            }
            start += block.labels();
        }
        if (Autograd.isTracked(embeddings)) {
            try (NDArray gradient = gradient(leaf)) {
                Autograd.backward(embeddings, gradient);
            }
        }
    }

    private static void backward(LayoutBlock block, Deque<NDArray> kept, NDArray last) {
        NDArray gradient = last;
        for (int number = block.pass().blocks() - 1; number >= 0; number--) {
            int n = number;
            NDArray input = kept.pop();
            NDArray in = Autograd.leaf(input);
            NDArray y = Autograd.recording(() -> block.pass().run(n, in));
            Autograd.backward(y, gradient);
            gradient.close();
            gradient = gradient(in);
            y.close();
            in.close();
            if (n > 0) {
                input.close();
            }
        }
        Autograd.backward(block.input(), gradient);
        gradient.close();
    }

    private static NDArray gradient(NDArray leaf) {
        return Autograd.gradient(leaf)
                .orElseThrow(() -> new IllegalStateException("no gradient came back to the start of a block"));
    }
}
