package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;

/** Unbiased convolution followed by batch norm: (B, C, H, W) to (B, out, H', W'). */
final class ConvNorm {
    private final NDArray conv;
    private final int stride;
    private final int padding;
    private final NDArray weight;
    private final NDArray bias;
    private final NDArray mean;
    private final NDArray variance;
    private final BatchStatistics statistics;

    /**
     * Takes {@code conv.weight} and the norm's {@code weight}, {@code bias} and running statistics.
     *
     * @param conv name of the convolution
     * @param norm name of the batch norm
     * @param kernel side in pixels; odd, padded to keep the size
     */
    ConvNorm(ResNetWeights source, String conv, String norm, int in, int out, int kernel, int stride) {
        WeightSource w = source.trained();
        this.conv = w.take(conv + ".weight", Initializer.kaimingFanOut(), out, in, kernel, kernel);
        this.stride = stride;
        this.padding = kernel / 2;
        this.weight = w.take(norm + ".weight", Initializer.ONES, out);
        this.bias = w.take(norm + ".bias", Initializer.ZEROS, out);
        this.mean = source.statistics().takeBuffer(norm + ".running_mean", Initializer.ZEROS, out);
        this.variance = source.statistics().takeBuffer(norm + ".running_var", Initializer.ONES, out);
        this.statistics = source.mode();
    }

    NDArray forward(NDArray x) {
        NDArray y = ConvolutionOps.conv2d(x, TorchOps.castLike(x, conv), stride, padding);
        // Not cast: float32 statistics of bfloat16 activations are exact where bfloat16 ones would not be.
        return statistics.ofBatch()
                ? ConvolutionOps.batchNormTraining(y, weight, bias, mean, variance)
                : ConvolutionOps.batchNorm(y, weight, bias, mean, variance);
    }
}
