/**
 * Brings models of other frameworks over: checkpoints of the reference implementation, CLIP's image towers, timm's
 * NF-ResNets.
 */
package io.magma.train.imports;
