package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;

/**
 * Convolution by standardised filters: (B, C, H, W) to (B, out, H', W').
 *
 * <p>A filter w of n weights acts as {@code gain * γ / √n * (w - mean) / √(variance + 1e-5)}. γ undoes what a ReLU before the
 * next convolution takes from a variance of 1; it stands here instead of at the activation, as in timm.
 *
 * @see <a href="https://arxiv.org/abs/2101.08692">Brock et al. 2021a, sections 4.2 and 4.3</a>
 */
final class ScaledStdConv {
    /** √(2 / (1 - 1/π)) = 1.7129 in the paper; published weights were trained with this constant. */
    private static final double GAMMA = 1.7139588594436646;

    private static final double EPS = 1e-5;

    private final NDArray weight;
    private final NDArray gain;
    private final NDArray bias;
    private final double scale;
    private final int stride;
    private final int padding;
    private final boolean trained;

    /**
     * Takes {@code weight}, {@code gain} and {@code bias}.
     *
     * @param kernel side in pixels; odd, padded to keep the size
     * @param gain start value of the gains
     */
    ScaledStdConv(NormFreeWeights from, int in, int out, int kernel, int stride, Initializer gain) {
        int fanIn = in * kernel * kernel;
        WeightSource w = from.source();
        NDArray filters = w.take("weight", Initializer.normal(1 / Math.sqrt(fanIn)), out, in, kernel, kernel);
        this.gain = w.take("gain", gain, out, 1, 1, 1);
        this.bias = w.take("bias", Initializer.ZEROS, out);
        this.scale = GAMMA / Math.sqrt(fanIn);
        this.stride = stride;
        this.padding = kernel / 2;
        this.trained = from.trained();
        this.weight = trained ? filters : standardizedOnce(filters);
    }

    // The type in which the model holds its frozen weights; the sums are float32 whatever it is.
    private NDArray standardizedOnce(NDArray filters) {
        NDArray once = Scope.keep(() -> TorchOps.cast(standardized(filters), TorchOps.dtype(filters)));
        Scope.release(once);
        return once;
    }

    private NDArray standardized(NDArray filters) {
        return ConvolutionOps.standardizeFilters(filters, gain, scale, EPS);
    }

    /** To be called within a {@link Scope}: where the filters are trained, standardised ones are made. */
    NDArray forward(NDArray x) {
        NDArray filters = trained ? standardized(weight) : weight;
        return ConvolutionOps.conv2d(x, TorchOps.castLike(x, filters), TorchOps.castLike(x, bias), stride, padding);
    }
}
