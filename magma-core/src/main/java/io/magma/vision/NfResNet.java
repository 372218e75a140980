package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import java.util.ArrayList;
import java.util.List;

/**
 * NF-ResNet, a ResNet without normalisation, under timm's names and without its classifier: a row-major grid of features,
 * (B, 3, R, R) to (B, ⌈R/32⌉², 32 · width), or their mean, (B, 32 · width) in float32.
 *
 * <p>It is timm's {@code nf_resnet26}, {@code 50} and {@code 101}, by the number of blocks: γ in the convolutions, no SkipInit
 * gains, α = 0.2.
 *
 * @see <a href="https://arxiv.org/abs/2101.08692">Brock et al. 2021a</a>
 */
public final class NfResNet implements ImageEncoder {
    private final ResNetConfig config;
    private final boolean pooled;
    private final ScaledStdConv stem;
    private final List<NormFreeBottleneck> blocks = new ArrayList<>();

    /**
     * Takes the tensors.
     *
     * @param pooled whether to give the mean of the grid
     */
    NfResNet(NormFreeWeights w, ResNetConfig config, boolean pooled) {
        this.config = config;
        this.pooled = pooled;
        this.stem = new ScaledStdConv(w.within("stem.conv."), 3, config.width(), 7, 2, Initializer.ONES);
        int in = config.width();
        double variance = 1;
        for (int stage = 0; stage < 4; stage++) {
            int planes = config.width() << stage;
            for (int i = 0; i < config.layers().get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                blocks.add(new NormFreeBottleneck(
                        w.within("stages." + stage + "." + i + "."), in, planes, stride, 1 / Math.sqrt(variance)));
                // The first block's shortcut is a convolution, which brings the variance back to 1.
                variance = (i == 0 ? 1 : variance) + NormFreeBottleneck.ALPHA * NormFreeBottleneck.ALPHA;
                in = planes * 4;
            }
        }
    }

    @Override
    public NDArray forward(NDArray pixels) {
        NDArray in = ConvolutionOps.channelsLast(pixels);
        NDArray x = Scope.keep(() -> ConvolutionOps.maxPoolHalving(stem.forward(in)));
        for (NormFreeBottleneck block : blocks) {
            x = block.forward(x);
        }
        NDArray last = x; // (B, C, h, w)
        return Scope.keep(() -> {
            NDArray grid = TorchOps.relu(last)
                    .reshape(last.getShape().get(0), channels(), -1)
                    .transpose(0, 2, 1); // (B, N, C)
            return pooled ? TorchOps.meanPositions(grid) : grid;
        });
    }

    /** Its shape. */
    public ResNetConfig config() {
        return config;
    }

    @Override
    public int resolution() {
        return config.resolution();
    }

    @Override
    public int channels() {
        return config.width() * 32;
    }

    @Override
    public int positions() {
        int side = (config.resolution() + 31) / 32;
        return pooled ? 1 : side * side;
    }

    @Override
    public boolean pooled() {
        return pooled;
    }
}
