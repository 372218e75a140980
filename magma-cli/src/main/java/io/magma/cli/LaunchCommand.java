package io.magma.cli;

import io.magma.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma launch}. */
@Command(
        name = "launch",
        description = {
            "Runs a command as several processes on this machine that train together, one for each device.",
            "Uses Open MPI's mpirun. Lines of standard error begin with the number of their process; if one process fails, the"
                    + " others are ended, and its exit code is returned."
        },
        footer = {
            "  magma launch --nproc 2 -- train -c run.yml",
            "  magma launch --nproc 4 train -c run.yml --set training.batch_size=8",
            "  magma launch --nproc 2 allreduce"
        })
final class LaunchCommand implements Callable<Integer> {
    @Option(
            names = {"-n", "--nproc"},
            required = true,
            paramLabel = "N",
            description = "Number of processes. The threads of the tensor engine are shared out among them, unless"
                    + " OMP_NUM_THREADS is set.")
    private int processes;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "Command of magma, with its options.")
    private List<String> command = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (processes < 1) {
            throw new ConfigException("--nproc must be at least 1, was " + processes);
        }
        return new LocalProcesses(
                        processes,
                        command,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run();
    }
}
