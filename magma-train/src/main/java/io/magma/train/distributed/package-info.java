/** Processes that train together: one process a device, each holding a whole copy of the model. */
package io.magma.train.distributed;
