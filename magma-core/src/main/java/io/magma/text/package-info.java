/** Text and token ids: pretrained tokenizers, streaming, and training of byte-level BPE vocabularies. */
package io.magma.text;
