package io.magma.config;

/** Element type in which frozen weights are kept. */
public enum FrozenDtype {
    /** 32-bit IEEE. */
    FLOAT32,
    /** 16-bit with the exponent of float32. */
    BFLOAT16,
    /** 16-bit IEEE. */
    FLOAT16
}
