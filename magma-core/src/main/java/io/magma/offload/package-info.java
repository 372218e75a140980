/**
 * Frozen blocks of a decoder that lie in host memory and are copied to the device for their turn, so that the device holds a few
 * of them at a time.
 *
 * <p>A block always goes to the same slot, a set of device tensors: slot number modulo slots. So every block is built once, over the
 * tensors of its slot and its own adapters.
 */
package io.magma.offload;
