/** Checkpoints that appear whole or not at all, are verified when read, and hold all that an exact resume needs. */
package io.magma.train.checkpoint;
