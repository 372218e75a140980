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
 * <p>All blocks of the batch go through one block of the decoder before the next, so that its weights are brought to the device
 * once where they are offloaded.
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
            inputs.add(new ArrayDeque<>());
            ends.add(block.input());
        }
        for (int number = 0; number < depth(); number++) {
            for (int i = 0; i < blocks.size(); i++) {
                NDArray x = ends.get(i);
                inputs.get(i).push(x);
                ends.set(i, passed(blocks.get(i), number, x));
            }
        }
        hidden = Autograd.leaf(ends.size() == 1 ? ends.get(0) : NDArrays.concat(ends, 0));
        value = Scope.keep(() -> head.apply(hidden));
    }

    private int depth() {
        return blocks.get(0).pass().blocks();
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
        try (NDArray all = gradient(hidden)) {
            NDArray[] gradients = new NDArray[blocks.size()];
            long start = 0;
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = TorchOps.narrow(all, 0, start, blocks.get(i).labels());
                start += blocks.get(i).labels();
            }
            for (int number = depth() - 1; number >= 0; number--) {
                for (int i = 0; i < gradients.length; i++) {
                    gradients[i] = backward(blocks.get(i), number, inputs.get(i).pop(), gradients[i]);
                }
            }
            for (int i = 0; i < gradients.length; i++) {
                Autograd.backward(blocks.get(i).input(), gradients[i]);
                gradients[i].close();
            }
        }
        if (Autograd.isTracked(embeddings)) {
            try (NDArray gradient = gradient(leaf)) {
                Autograd.backward(embeddings, gradient);
            }
        }
    }

    /** From the gradient of what a block of the decoder gave, which is closed, to that of its input, which is closed unless the first. */
    private static NDArray backward(LayoutBlock block, int number, NDArray input, NDArray gradient) {
        try (NDArray in = Autograd.leaf(input);
                NDArray y = Autograd.recording(() -> block.pass().run(number, in))) {
            Autograd.backward(y, gradient);
            return gradient(in);
        } finally {
            gradient.close();
            if (number > 0) {
                input.close();
            }
        }
    }

    private static NDArray gradient(NDArray leaf) {
        return Autograd.gradient(leaf)
                .orElseThrow(() -> new IllegalStateException("no gradient came back to the start of a block"));
    }
}
