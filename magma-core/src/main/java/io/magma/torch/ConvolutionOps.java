package io.magma.torch;

import ai.djl.ndarray.NDArray;

/**
 * Operators on pictures and feature maps (B, C, H, W), run by libtorch as {@link TorchOps} are.
 *
 * <p>All take part in autograd when {@link Autograd} has it on, and accept bfloat16.
 */
public final class ConvolutionOps {
    private ConvolutionOps() {}

    /** {@code x} (B, C, H, W) laid out with its channels innermost, which convolutions on CPUs are faster with. */
    public static NDArray channelsLast(NDArray x) {
        return OpsModule.call("channels_last", x);
    }

    /** Unbiased 2-D convolution; x (B, C, H, W), weight (out, C, kh, kw), stride and zero padding in pixels. */
    public static NDArray conv2d(NDArray x, NDArray weight, int stride, int padding) {
        return OpsModule.call(
                "conv2d", x, weight, OpsModule.constant((long) stride), OpsModule.constant((long) padding));
    }

    /** 2-D convolution with a bias (out); otherwise as {@link #conv2d(NDArray, NDArray, int, int)}. */
    public static NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        return OpsModule.call(
                "conv2d_biased", x, weight, bias, OpsModule.constant((long) stride), OpsModule.constant((long)
                        padding));
    }

    /**
     * Filters of mean 0 and variance {@code (gain * scale)^2} over their fan-in, in float32.
     *
     * @param weight (out, in, kh, kw)
     * @param gain (out, 1, 1, 1)
     * @param eps added to the (biased) variance
     */
    public static NDArray standardizeFilters(NDArray weight, NDArray gain, double scale, double eps) {
        return OpsModule.call("standardize_filters", weight, gain, OpsModule.constant(scale), OpsModule.constant(eps));
    }

    /** {@code max(x, 0) * scale}. */
    public static NDArray scaledRelu(NDArray x, double scale) {
        return OpsModule.call("scaled_relu", x, OpsModule.constant(scale));
    }

    /** {@code x + scale * y}. */
    public static NDArray addScaled(NDArray x, NDArray y, double scale) {
        return OpsModule.call("add_scaled", x, y, OpsModule.constant(scale));
    }

    /** Largest value of 3 x 3 windows around every second pixel: (B, C, H, W) to (B, C, ⌈H/2⌉, ⌈W/2⌉). */
    public static NDArray maxPoolHalving(NDArray x) {
        return OpsModule.call("max_pool_halving", x);
    }

    /** Mean over 2 x 2 windows, smaller ones at an odd border: (B, C, H, W) to (B, C, ⌈H/2⌉, ⌈W/2⌉). */
    public static NDArray averagePoolHalving(NDArray x) {
        return OpsModule.call("avg_pool_halving", x);
    }

    /** Mean over windows of {@code size} x {@code size} pixels that do not overlap. */
    public static NDArray averagePool2d(NDArray x, int size) {
        return OpsModule.call("avg_pool2d", x, OpsModule.constant((long) size));
    }

    /** Batch norm with the stored statistics (eps 1e-5); x (B, C, H, W), the rest (C). */
    public static NDArray batchNorm(NDArray x, NDArray weight, NDArray bias, NDArray mean, NDArray variance) {
        return OpsModule.call("batch_norm_stored", x, weight, bias, mean, variance);
    }

    /** Batch norm with the batch's own statistics; the stored ones move towards them in place (momentum 0.1). */
    public static NDArray batchNormTraining(NDArray x, NDArray weight, NDArray bias, NDArray mean, NDArray variance) {
        return OpsModule.call("batch_norm_batch", x, weight, bias, mean, variance);
    }

    /** Bicubic resize without antialiasing (a = -0.75, half-pixel centres): torch's interpolate; x (B, C, H, W). */
    public static NDArray resizeBicubic(NDArray x, int height, int width) {
        return OpsModule.call("resize_bicubic", x, OpsModule.constant((long) height), OpsModule.constant((long) width));
    }
}
