/** Causal language models: one decoder, composed differently for each family, loaded from Hugging Face folders. */
package io.magma.lm;
