package io.magma.contrastive;

import io.magma.text.Tokenizer;

/**
 * How texts become tokens.
 *
 * @param tokenizer the language model's
 * @param endOfText id that ends a text
 * @param contextLength tokens after which texts are cut, the end-of-text token counted
 */
record TextInput(Tokenizer tokenizer, int endOfText, int contextLength) {}
