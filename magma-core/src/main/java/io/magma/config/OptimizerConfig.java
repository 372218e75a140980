package io.magma.config;

import java.util.List;
import java.util.OptionalDouble;

/**
 * AdamW and the clipping of its gradients.
 *
 * @param type optimizer
 * @param lr peak learning rate; greater than 0
 * @param imageEncoderLr peak learning rate of a trained image encoder; absent means lr; greater than 0
 * @param betas decay rates of the first and second moment; two, each 0 to below 1
 * @param eps added to the bias-corrected root of the second moment; greater than 0
 * @param weightDecay decoupled weight decay; not applied to biases, norms, adapter scales and the image encoder; at least 0
 * @param imageEncoderWeightDecay decoupled weight decay of a trained image encoder's weights, its biases and norms left out;
 *     at least 0
 * @param maxGradNorm global norm to which all gradients together are clipped; 0 means no clipping; at least 0
 */
public record OptimizerConfig(
        @Key(value = "Optimizer", fallback = "adamw") OptimizerType type,

        @Key(value = "Peak learning rate", range = "greater than 0", fallback = "8.0e-4")
        double lr,

        @Key(value = "Peak learning rate of a trained image encoder; absent means lr", range = "greater than 0")
        OptionalDouble imageEncoderLr,

        @Key(
                value = "Decay rates of the first and second moment",
                range = "two, each 0 to below 1",
                fallback = {"0.9", "0.95"})
        List<Double> betas,

        @Key(
                value = "Added to the bias-corrected root of the second moment",
                range = "greater than 0",
                fallback = "1.0e-8")
        double eps,

        @Key(
                value = "Decoupled weight decay; not applied to biases, norms, adapter scales and the image encoder",
                range = "at least 0",
                fallback = "0.0")
        double weightDecay,

        @Key(
                value = "Decoupled weight decay of a trained image encoder's weights, its biases and norms left out",
                range = "at least 0",
                fallback = "0.0")
        double imageEncoderWeightDecay,

        @Key(
                value = "Global norm to which all gradients together are clipped; 0 means no clipping",
                range = "at least 0",
                fallback = "1.0")
        double maxGradNorm) {
    /** What an empty section means. */
    public static final OptimizerConfig DEFAULTS = Defaults.of(OptimizerConfig.class);

    public OptimizerConfig {
        betas = List.copyOf(betas);
        List<Double> shown = betas;
        new Checks()
                .positive("lr", lr)
                .positive("image_encoder_lr", imageEncoderLr)
                .require(
                        betas.size() == 2 && betas.stream().allMatch(b -> b >= 0 && b < 1),
                        "betas",
                        () -> "must be two numbers from 0 to below 1, was " + shown)
                .positive("eps", eps)
                .atLeast(0.0, "weight_decay", weightDecay)
                .atLeast(0.0, "image_encoder_weight_decay", imageEncoderWeightDecay)
                .atLeast(0.0, "max_grad_norm", maxGradNorm)
                .done();
    }
}
