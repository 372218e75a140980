package io.magma.connector;

import ai.djl.ndarray.NDArray;
import io.magma.nn.Norm;
import io.magma.torch.Dtype;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.Optional;

/**
 * Projects image features to embeddings of the language model: {@code norm(dropout(W · features + b))}, in float32.
 *
 * <p>Grid or patch features (B, N, C) give N tokens; a pooled feature (B, C) gives a configured number.
 *
 * @see <a href="https://arxiv.org/abs/2112.05253">Eichenberg et al. 2022, section 3</a>
 */
public final class ImagePrefix {
    private final NDArray weight;
    private final NDArray bias;
    private final Optional<Norm> norm;
    private final int tokensOfPooled;
    private final int hiddenSize;
    private final double dropout;
    private boolean training;

    /**
     * Takes {@code proj.weight}, {@code proj.bias} and, if asked for, {@code norm.*}.
     *
     * @param channels C
     * @param hiddenSize D
     * @param tokensOfPooled tokens made of one pooled feature; 0 when features are a grid
     * @param dropout probability, 0 to 1, in training
     */
    public ImagePrefix(
            WeightSource source, int channels, int hiddenSize, int tokensOfPooled, double dropout, boolean layerNorm) {
        this.hiddenSize = hiddenSize;
        this.tokensOfPooled = tokensOfPooled;
        this.dropout = dropout;
        int out = hiddenSize * Math.max(1, tokensOfPooled);
        weight = source.take("proj.weight", Initializer.uniformFanIn(channels), out, channels);
        bias = source.take("proj.bias", Initializer.uniformFanIn(channels), out);
        norm = layerNorm ? Optional.of(Norm.takeLayer(source, "norm", hiddenSize, 1e-5)) : Optional.empty();
    }

    /** Whether dropout is active. */
    public void training(boolean active) {
        training = active;
    }

    /** Projects features: (B, N, C) or (B, C) to (B, S, D). */
    public NDArray forward(NDArray features) {
        return Scope.keep(() -> {
            NDArray x = TorchOps.linear(TorchOps.cast(features, Dtype.FLOAT32), weight, bias);
            if (tokensOfPooled > 0) {
                x = x.reshape(-1, tokensOfPooled, hiddenSize);
            }
            if (training && dropout > 0) {
                x = TorchOps.dropout(x, dropout);
            }
            return norm.isPresent() ? norm.get().forward(x) : x;
        });
    }
}
