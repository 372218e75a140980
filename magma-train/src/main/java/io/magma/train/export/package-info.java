/** Makes folders for inference and for publishing out of checkpoints. */
package io.magma.train.export;
