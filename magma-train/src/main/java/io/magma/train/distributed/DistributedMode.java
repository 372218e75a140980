package io.magma.train.distributed;

/** Whether a process looks for others. */
public enum DistributedMode {
    /** One of many if it was started as such by {@code mpirun} or {@code srun}, else alone. */
    AUTO,
    /** Alone, whoever started it. */
    NONE
}
