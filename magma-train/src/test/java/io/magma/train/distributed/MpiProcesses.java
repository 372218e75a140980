package io.magma.train.distributed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests as several processes. */
public final class MpiProcesses {
    private static final int MINUTES = 4;

    private MpiProcesses() {}

    /**
     * How they ended.
     *
     * @param status exit code of mpirun
     * @param text what they printed
     */
    public record Result(int status, String text) {}

    /** Skips the test where Open MPI is missing. */
    public static void assumeMpi() {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Path.of(folder, "mpirun").toFile().canExecute());
        assumeTrue(found, "mpirun is not on the PATH (Debian: openmpi-bin)");
    }

    /** Runs {@code main} on {@code processes} processes. */
    public static Result run(int processes, Class<?> main, Path log, String... arguments)
            throws IOException, InterruptedException {
        assumeMpi();
        List<String> command = new ArrayList<>(List.of(
                "mpirun",
                "--oversubscribe",
                "--bind-to",
                "none",
                "-np",
                String.valueOf(processes),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("OMPI_ALLOW_RUN_AS_ROOT", "1");
        builder.environment().put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
        Process mpirun = builder.start();
        try {
            if (!mpirun.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("still running after " + MINUTES + " minutes: " + Files.readString(log));
            }
        } finally {
            mpirun.destroyForcibly();
        }
        return new Result(mpirun.exitValue(), Files.readString(log));
    }
}
