package io.magma.train.distributed;

import ai.djl.Device;
import java.time.Duration;
import java.util.Map;

/** Finds the processes that this one belongs to. */
public final class Collectives {
    private Collectives() {}

    /**
     * Joins the processes that were started together with this one; returns when all have.
     *
     * @param environment the process's place among them
     * @param variables environment variables, for the names of libraries
     * @param device where this process computes; tensors on GPUs are added up by NCCL
     * @param timeout how long a process waits for the others
     * @throws io.magma.config.ConfigException if the libraries are missing or do not fit
     */
    public static Collective join(
            ProcessEnvironment environment, Map<String, String> variables, Device device, Duration timeout) {
        if (environment.size() == 1) {
            return SingleProcess.INSTANCE;
        }
        MpiCollective mpi = MpiCollective.join(environment, variables, timeout);
        return device.isGpu() ? NcclCollective.join(mpi, device, variables) : mpi;
    }
}
