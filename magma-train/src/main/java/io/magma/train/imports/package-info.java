/** Brings models of other frameworks over: checkpoints of the reference implementation, and CLIP's image towers. */
package io.magma.train.imports;
