/**
 * Samples on their way to the model: sources, the global sample order, decoding, tokens and batches.
 *
 * <p>Everything here is a pure function of the configuration, the files and a position, so that a run can stop at any
 * position, go on from it, or be spread over ranks without seeing other samples.
 */
package io.magma.train.data;
