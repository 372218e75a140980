/** How an evaluation asks: prompts, examples, decoding and what becomes of the answers, as data with names. */
package io.magma.train.eval.protocol;
