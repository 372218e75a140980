package io.magma.weights.torchfile;

/** Python's {@code None}. */
enum PickleNone {
    NONE
}
