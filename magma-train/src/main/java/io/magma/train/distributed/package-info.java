/**
 * Processes that train together: one process a device, each holding a whole copy of the model.
 *
 * <p>They are started by {@code mpirun} or {@code srun} and talk through MPI, and on GPUs through NCCL, both called by JNA.
 */
package io.magma.train.distributed;
