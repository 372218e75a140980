/** Random numbers of other languages, so that published evaluations can be repeated with their seeds. */
package io.magma.train.eval.random;
