/** Images and text in one model: layout of mixed sequences, the loss, loading. */
package io.magma.multimodal;
