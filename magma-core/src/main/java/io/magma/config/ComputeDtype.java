package io.magma.config;

/** Element type in which trained parts compute; their weights are always kept in float32. */
public enum ComputeDtype {
    /** 32-bit IEEE. */
    FLOAT32,
    /** 16-bit with the exponent of float32. */
    BFLOAT16
}
