package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import java.util.Optional;

/**
 * Pre-activation bottleneck without norms: {@code y = shortcut + α f(β relu(x))}. A shortcut that changes channels or size
 * starts behind the activation, and halves the size by an average pool.
 */
final class NormFreeBottleneck {
    /** α: each block adds α² to the variance of its input. */
    static final double ALPHA = 0.2;

    private static final int EXPANSION = 4;

    private final double beta;
    private final ScaledStdConv reduce;
    private final ScaledStdConv spatial;
    private final ScaledStdConv expand;
    private final int stride;
    private final Optional<ScaledStdConv> shortcut;

    /**
     * Takes the convolutions.
     *
     * @param beta β, one over the deviation that the input is expected to have
     * @param stride 1 or 2
     */
    NormFreeBottleneck(NormFreeWeights w, int in, int planes, int stride, double beta) {
        int out = planes * EXPANSION;
        this.beta = beta;
        this.reduce = new ScaledStdConv(w.within("conv1."), in, planes, 1, 1, Initializer.ONES);
        this.spatial = new ScaledStdConv(w.within("conv2."), planes, planes, 3, stride, Initializer.ONES);
        // Blocks begin as their shortcuts.
        this.expand = new ScaledStdConv(w.within("conv3."), planes, out, 1, 1, Initializer.ZEROS);
        this.stride = stride;
        this.shortcut = stride > 1 || in != out
                ? Optional.of(new ScaledStdConv(w.within("downsample.conv."), in, out, 1, 1, Initializer.ONES))
                : Optional.empty();
    }

    NDArray forward(NDArray x) {
        return Scope.keep(() -> {
            NDArray active = ConvolutionOps.scaledRelu(x, beta);
            NDArray around = shortcut.isPresent() ? shortcut.get().forward(pool(active)) : x;
            NDArray y = spatial.forward(TorchOps.relu(reduce.forward(active)));
            return ConvolutionOps.addScaled(around, expand.forward(TorchOps.relu(y)), ALPHA);
        });
    }

    private NDArray pool(NDArray x) {
        return stride > 1 ? ConvolutionOps.averagePoolHalving(x) : x;
    }
}
