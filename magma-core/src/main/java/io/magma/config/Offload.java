package io.magma.config;

/** Where the blocks of a frozen language model lie. */
public enum Offload {
    /** On the device. */
    NONE,
    /** In host memory; each is copied to the device for its turn. */
    HOST
}
