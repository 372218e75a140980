package io.magma.train.memory;

/** Where memory is needed. */
public enum Place {
    /** In the memory of the device that computes; the host's own if that is the CPU. */
    DEVICE,
    /** In the host's memory, whatever computes. */
    HOST
}
