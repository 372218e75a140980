/**
 * The training loop: steps, evaluations, checkpoints and the end of a run.
 *
 * <p>Generic over the batch type: an {@link io.magma.train.loop.Objective} turns a batch into a loss, a {@link
 * io.magma.train.loop.BatchSource} yields batches, and neither the model nor the data are known here otherwise.
 */
package io.magma.train.loop;
