package io.magma.cli;

import io.magma.torch.Devices;
import io.magma.train.distributed.Collective;
import io.magma.train.distributed.Collectives;
import io.magma.train.distributed.DistributedMode;
import io.magma.train.distributed.ProcessEnvironment;
import io.magma.train.distributed.SingleProcess;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether a command runs as one of several processes. */
final class DistributedOption {
    @Option(
            names = "--distributed",
            paramLabel = "auto|none",
            defaultValue = "auto",
            description =
                    "Train together with the processes that mpirun or srun started beside this one (auto), or alone, whoever"
                            + " started it (none; default: ${DEFAULT-VALUE}).")
    private DistributedMode mode = DistributedMode.AUTO;

    /** Joins the other processes, if there are any; all but the first log warnings only from now on. */
    Collective join(double timeoutSeconds) {
        Map<String, String> variables = System.getenv();
        ProcessEnvironment environment =
                mode == DistributedMode.AUTO ? ProcessEnvironment.of(variables) : ProcessEnvironment.ALONE;
        if (environment.size() == 1) {
            return SingleProcess.INSTANCE;
        }
        if (environment.rank() > 0) {
            LogLevels.warningsOnly();
        }
        Devices.share(environment.localRank());
        return Collectives.join(
                environment, variables, Devices.preferred(), Duration.ofMillis(Math.round(timeoutSeconds * 1000)));
    }
}
