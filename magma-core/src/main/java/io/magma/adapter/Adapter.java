package io.magma.adapter;

import ai.djl.ndarray.NDArray;
import io.magma.nn.Norm;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.Optional;

/**
 * Bottleneck adapter without its residual: {@code scale · (up · relu(down · norm(x) + b) + b')}.
 *
 * <p>Shape: (B, T, D) to (B, T, D). Down and up start as N(0, 1e-3) clamped to two deviations, so a fresh adapter is close to
 * nothing.
 *
 * @see <a href="https://arxiv.org/abs/1902.00751">Houlsby et al. 2019, section 2.1</a>
 * @see <a href="https://arxiv.org/abs/2112.05253">Eichenberg et al. 2022, section 3</a>
 */
public final class Adapter {
    private final Optional<Norm> norm;
    private final NDArray down;
    private final NDArray downBias;
    private final NDArray up;
    private final NDArray upBias;
    private final Optional<NDArray> scale;

    /**
     * Takes the adapter's tensors: {@code down.weight} (D/factor, D), {@code up.weight} (D, D/factor), biases, and
     * {@code norm.*} and the scale where asked for.
     *
     * @param hiddenSize D
     * @param bottleneck D/factor, rounded down; at least 1
     */
    public Adapter(WeightSource source, int hiddenSize, int bottleneck, boolean layerNorm, boolean learnedScale) {
        norm = layerNorm ? Optional.of(Norm.takeLayer(source, "norm", hiddenSize, 1e-5)) : Optional.empty();
        down = source.take("down.weight", Initializer.ADAPTER, bottleneck, hiddenSize);
        downBias = source.take("down.bias", Initializer.ADAPTER, bottleneck);
        up = source.take("up.weight", Initializer.ADAPTER, hiddenSize, bottleneck);
        upBias = source.take("up.bias", Initializer.ADAPTER, hiddenSize);
        scale = learnedScale ? Optional.of(source.take("scale", Initializer.ONES, 1)) : Optional.empty();
    }

    /** What the adapter adds for (B, T, D). */
    public NDArray forward(NDArray x) {
        NDArray in = norm.isPresent() ? norm.get().forward(x) : x;
        NDArray y = TorchOps.bottleneck(in, down, downBias, up, upBias);
        return scale.isPresent() ? y.mul(TorchOps.castLike(y, scale.get())) : y;
    }
}
