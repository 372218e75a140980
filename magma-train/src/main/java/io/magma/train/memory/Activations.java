package io.magma.train.memory;

/**
 * What a forward pass leaves behind and needs, in bytes.
 *
 * @param kept for the backward pass
 * @param moment at most beside that, for a moment
 */
record Activations(long kept, long moment) {
    static final Activations NONE = new Activations(0, 0);
}
