package io.magma.vision;

import io.magma.weights.WeightSource;

/**
 * Where a normaliser-free ResNet's tensors come from.
 *
 * @param source filters, gains and biases
 * @param trained whether they change, so that filters are standardised whenever they are used, not once
 */
record NormFreeWeights(WeightSource source, boolean trained) {
    NormFreeWeights within(String prefix) {
        return new NormFreeWeights(source.within(prefix), trained);
    }
}
