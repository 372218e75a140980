/** Asking a model what a protocol says, resumably, and writing down what came of it. */
package io.magma.train.eval.run;
