package io.magma.train.distributed;

import io.magma.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What whoever started this process says of its place among others.
 *
 * @param rank number of this process, from 0
 * @param size number of processes; at least 1
 * @param localRank number of this process among those of its machine, from 0
 * @param launcher who says so
 */
public record ProcessEnvironment(int rank, int size, int localRank, String launcher) {
    /** A process that was started by itself. */
    public static final ProcessEnvironment ALONE = new ProcessEnvironment(0, 1, 0, "");

    /** Variables of one launcher: rank, size, rank within the machine. */
    private record Variables(String launcher, String rank, String size, String localRank) {}

    private static final List<Variables> KNOWN = List.of(
            new Variables("mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"),
            // Only steps have the second one; a batch script has SLURM_PROCID too, and is alone.
            new Variables("srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID"),
            new Variables("mpiexec", "PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID"));

    /**
     * Reads the variables of {@code mpirun} (Open MPI), {@code srun} (Slurm) and {@code mpiexec} (PMI).
     *
     * @throws ConfigException if {@code srun} started several processes without connecting them
     */
    public static ProcessEnvironment of(Map<String, String> env) {
        return KNOWN.stream()
                .flatMap(known -> read(known, env).stream())
                .findFirst()
                .orElse(ALONE);
    }

    private static Optional<ProcessEnvironment> read(Variables names, Map<String, String> env) {
        int size = number(env, names.size(), 1);
        if (size <= 1) {
            return Optional.empty();
        }
        if (names.launcher().equals("srun") && !env.containsKey("PMIX_RANK")) {
            throw new ConfigException(
                    "srun started " + size + " processes that know nothing of each other; start them with"
                            + " srun --mpi=pmix, or say --distributed none if each is a run of its own");
        }
        return Optional.of(new ProcessEnvironment(
                number(env, names.rank(), 0), size, number(env, names.localRank(), 0), names.launcher()));
    }

    private static int number(Map<String, String> env, String name, int absent) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            return absent;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new ConfigException("environment variable " + name + ": expected a whole number, was " + value);
        }
    }
}
