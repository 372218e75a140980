/** Named tensors: where modules take their weights from, safetensors files, state dicts. */
package io.magma.weights;
