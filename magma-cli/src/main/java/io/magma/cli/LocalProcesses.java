package io.magma.cli;

import io.magma.config.ConfigException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Several processes of this program on this machine, started by Open MPI's {@code mpirun}. */
final class LocalProcesses {
    private static final String MPIRUN = "mpirun";
    /** Keeps a terminal's Ctrl-C from mpirun, which would kill the processes a second later. */
    private static final String SETSID = "setsid";

    /** How {@code --tag-output} begins a line: job and rank, stream. */
    private static final Pattern TAG = Pattern.compile("\\[\\d+,(\\d+)]<std(?:out|err)>:? ?(.*)");
    /** Of the memory, for the Java heaps of all processes together; tensors live outside of them. */
    private static final double HEAP_PERCENTAGE = 25;

    private final int processes;
    private final List<String> arguments;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * Prepares.
     *
     * @param arguments command and options of each process
     * @param out takes what they print as results
     * @param err takes everything else, each line after the number of its process
     */
    LocalProcesses(int processes, List<String> arguments, PrintWriter out, PrintWriter err) {
        this.processes = processes;
        this.arguments = List.copyOf(arguments);
        this.out = out;
        this.err = err;
    }

    /**
     * Runs them to their end; told to end, tells them and waits.
     *
     * @return exit code of the process that failed first, or 0
     * @throws ConfigException if there is no {@code mpirun}
     */
    int run() throws IOException, InterruptedException {
        if (!isOnPath(MPIRUN)) {
            throw new ConfigException(
                    "mpirun is not on the PATH; several processes need Open MPI (Debian: openmpi-bin)");
        }
        ProcessBuilder builder = new ProcessBuilder(command());
        configure(builder.environment());
        Process mpirun = builder.start();
        mpirun.getOutputStream().close();
        Thread ending = new Thread(() -> end(mpirun), "launch-ending");
        Runtime.getRuntime().addShutdownHook(ending);
        Thread errors = new Thread(() -> copy(mpirun.getErrorStream(), err, true), "launch-errors");
        errors.start();
        copy(mpirun.getInputStream(), out, false);
        errors.join();
        int status = mpirun.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            return status; // this process is ending itself
        }
        return status;
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        if (isOnPath(SETSID)) {
            command.addAll(List.of(SETSID, "--wait"));
        }
        command.addAll(List.of(
                MPIRUN, "--tag-output", "--oversubscribe", "--bind-to", "none", "-np", String.valueOf(processes)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        command.addAll(options);
        if (options.stream().noneMatch(option -> option.startsWith("-Xmx"))) {
            command.add("-XX:MaxRAMPercentage=" + HEAP_PERCENTAGE / processes);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MagmaCli.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private void configure(Map<String, String> environment) {
        int cores = Runtime.getRuntime().availableProcessors();
        environment.putIfAbsent("OMP_NUM_THREADS", String.valueOf(Math.max(1, cores / processes)));
        environment.put("MAGMA_STDERR_TERMINAL", "no");
        // Root in a container is the user's choice already.
        environment.put("OMPI_ALLOW_RUN_AS_ROOT", "1");
        environment.put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    }

    // The processes themselves are told, not mpirun: it leaves them a second, which is short for a checkpoint.
    private static void end(Process mpirun) {
        mpirun.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .forEach(ProcessHandle::destroy);
        try {
            mpirun.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(InputStream from, PrintWriter to, boolean numbered) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                to.println(untagged(line, numbered));
                to.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code [1,0]<stderr>:text} as {@code [0] text}, or as the text alone. */
    static String untagged(String line, boolean numbered) {
        Matcher tagged = TAG.matcher(line);
        if (!tagged.matches()) {
            return line;
        }
        return numbered ? "[" + tagged.group(1) + "] " + tagged.group(2) : tagged.group(2);
    }
}
