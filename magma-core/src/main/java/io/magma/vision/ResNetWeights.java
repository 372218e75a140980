package io.magma.vision;

import io.magma.weights.WeightSource;

/**
 * Where a ResNet's tensors come from.
 *
 * @param trained convolutions and affine parts of the norms
 * @param statistics running statistics of the norms: never trained by gradient, saved only when they move
 * @param mode the norms' switch
 */
record ResNetWeights(WeightSource trained, WeightSource statistics, BatchStatistics mode) {
    ResNetWeights within(String prefix) {
        return new ResNetWeights(trained.within(prefix), statistics.within(prefix), mode);
    }
}
