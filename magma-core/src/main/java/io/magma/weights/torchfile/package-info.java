/**
 * PyTorch's zip checkpoints and TorchScript archives, read without Python.
 *
 * <p>The pickle inside is run on a machine that knows tensors, containers and plain values; any other class is refused by its
 * name, and nothing is ever executed. Tensors are described first and read later, in pieces.
 */
package io.magma.weights.torchfile;
