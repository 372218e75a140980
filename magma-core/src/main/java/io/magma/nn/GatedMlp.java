package io.magma.nn;

import ai.djl.ndarray.NDArray;

/**
 * Gated feed-forward network {@code down(act(gate(x)) * up(x))}.
 *
 * @see <a href="https://arxiv.org/abs/2002.05202">Shazeer 2020</a>
 */
public record GatedMlp(Linear gate, Linear up, Activation activation, Linear down) implements Sublayer {
    @Override
    public NDArray forward(NDArray x, AttentionContext context) {
        return down.forward(activation.forward(gate.forward(x)).mul(up.forward(x)));
    }
}
