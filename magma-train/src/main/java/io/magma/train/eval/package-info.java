/**
 * Evaluation on pictures: what a model answers, with and without seeing, against references and the most frequent answer.
 */
package io.magma.train.eval;
