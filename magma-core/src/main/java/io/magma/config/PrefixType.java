package io.magma.config;

/** Kind of projection from image features to prefix embeddings. */
public enum PrefixType {
    /** One linear layer. */
    LINEAR
}
