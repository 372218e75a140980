package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIP's ModifiedResNet without its attention pool: a row-major grid of features, (B, 3, R, R) to (B, (R/32)², 32 · width).
 *
 * <p>Unlike the usual ResNet it has a three-convolution stem with an average pool, and antialiasing strides.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al. 2021, section 2.4</a>
 */
public final class ClipResNet implements ImageEncoder {
    private final ResNetConfig config;
    private final List<ConvNorm> stem;
    private final List<Bottleneck> blocks = new ArrayList<>();

    /** Takes the tensors under OpenAI's names, without {@code visual.}. */
    ClipResNet(ResNetWeights w, ResNetConfig config) {
        this.config = config;
        int width = config.width();
        this.stem = List.of(
                new ConvNorm(w, "conv1", "bn1", 3, width / 2, 3, 2),
                new ConvNorm(w, "conv2", "bn2", width / 2, width / 2, 3, 1),
                new ConvNorm(w, "conv3", "bn3", width / 2, width, 3, 1));
        int in = width;
        for (int stage = 0; stage < 4; stage++) {
            int planes = width << stage;
            for (int i = 0; i < config.layers().get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                blocks.add(new Bottleneck(w.within("layer" + (stage + 1) + "." + i + "."), in, planes, stride));
                in = planes * 4;
            }
        }
    }

    @Override
    public NDArray forward(NDArray pixels) {
        NDArray x = ConvolutionOps.channelsLast(pixels);
        for (ConvNorm conv : stem) {
            NDArray in = x;
            x = Scope.keep(() -> TorchOps.relu(conv.forward(in)));
        }
        NDArray last = x;
        x = Scope.keep(() -> ConvolutionOps.averagePool2d(last, 2));
        for (Bottleneck block : blocks) {
            x = block.forward(x);
        }
        NDArray grid = x; // (B, C, h, w)
        return Scope.keep(
                () -> grid.reshape(grid.getShape().get(0), channels(), -1).transpose(0, 2, 1)); // (B, N, C)
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
        int side = config.resolution() / 32;
        return side * side;
    }
}
