package io.magma.contrastive;

import ai.djl.ndarray.NDArray;
import io.magma.lm.CausalLm;
import io.magma.nn.Linear;
import io.magma.torch.Autograd;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;

/** Mean of the final hidden states of a frozen language model over a text's tokens, projected: only the projection is trained. */
public final class FrozenLmTower implements TextTower {
    private final CausalLm lm;
    private final Linear projection;

    /**
     * Takes {@code projection.weight}.
     *
     * @param embeddingDim E
     */
    public FrozenLmTower(WeightSource source, CausalLm lm, int embeddingDim) {
        int d = lm.config().hiddenSize();
        this.lm = lm;
        this.projection =
                Linear.takeUnbiased(source, "projection", d, embeddingDim, Initializer.normal(Math.pow(d, -0.5)));
    }

    @Override
    public NDArray forward(TokenBatch texts) {
        NDArray mean = Autograd.frozen(() ->
                Scope.keep(() -> TorchOps.maskedMean(lm.hidden(lm.embed(texts.ids())), texts.mask())));
        return Scope.keep(() -> projection.forward(mean));
    }
}
