package io.magma.weights;

/** What of its tensors is wanted while a model is built. */
public enum WeightContents {
    /** Their values: the model can be run. */
    VALUES,
    /** Their names, shapes and types, at no memory: the model can be described, not run. */
    SHAPES
}
