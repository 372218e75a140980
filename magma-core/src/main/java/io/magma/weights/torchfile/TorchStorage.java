package io.magma.weights.torchfile;

import io.magma.torch.Dtype;
import io.magma.weights.FileRegion;

/**
 * The elements that one or several tensors are views of.
 *
 * @param key name below {@code data/} in the archive
 * @param dtype element type
 * @param elements number of elements
 * @param region where they lie in the file
 * @param crc CRC-32 of the bytes, as the archive has it
 */
record TorchStorage(String key, Dtype dtype, long elements, FileRegion region, long crc) {}
