package io.magma.config;

/** Optimizer. */
public enum OptimizerType {
    /** Decoupled weight decay Adam, with the epsilon placed as in PyTorch. */
    ADAMW
}
