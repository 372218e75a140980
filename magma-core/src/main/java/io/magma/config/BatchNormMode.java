package io.magma.config;

/** Statistics that the batch norms of a convolutional encoder use while training. */
public enum BatchNormMode {
    /** The running statistics in the file, unchanged. */
    STORED,
    /** Those of the micro-batch; the running statistics are updated. */
    BATCH
}
