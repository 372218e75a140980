/** Records of what a run measured, and its progress as people read it. */
package io.magma.train.metrics;
