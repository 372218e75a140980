/** Benchmarks of training, generation and data loading that anybody can run: on a run of theirs, or on a synthetic model. */
package io.magma.train.bench;
