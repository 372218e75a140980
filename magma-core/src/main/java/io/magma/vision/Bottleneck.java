package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.Optional;

/**
 * CLIP's residual bottleneck: strides are average pools, in the branch before the last convolution and in the shortcut before
 * its 1x1 convolution.
 */
final class Bottleneck {
    private static final int EXPANSION = 4;

    private final ConvNorm reduce;
    private final ConvNorm spatial;
    private final ConvNorm expand;
    private final int stride;
    private final Optional<ConvNorm> shortcut;

    Bottleneck(ResNetWeights w, int in, int planes, int stride) {
        this.reduce = new ConvNorm(w, "conv1", "bn1", in, planes, 1, 1);
        this.spatial = new ConvNorm(w, "conv2", "bn2", planes, planes, 3, 1);
        this.expand = new ConvNorm(w, "conv3", "bn3", planes, planes * EXPANSION, 1, 1);
        this.stride = stride;
        this.shortcut = stride > 1 || in != planes * EXPANSION
                ? Optional.of(new ConvNorm(w, "downsample.0", "downsample.1", in, planes * EXPANSION, 1, 1))
                : Optional.empty();
    }

    NDArray forward(NDArray x) {
        return Scope.keep(() -> {
            NDArray y = TorchOps.relu(reduce.forward(x));
            y = expand.forward(pool(TorchOps.relu(spatial.forward(y))));
            NDArray around = shortcut.isPresent() ? shortcut.get().forward(pool(x)) : x;
            return TorchOps.relu(y.add(around));
        });
    }

    private NDArray pool(NDArray x) {
        return stride > 1 ? ConvolutionOps.averagePool2d(x, stride) : x;
    }
}
