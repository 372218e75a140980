package io.magma.cli;

import io.magma.config.RunConfig;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.RunOutcome;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import io.magma.train.run.TrainingRun;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma train}. */
@Command(
        name = "train",
        description = {
            "Trains what a run configuration describes and writes checkpoints and metrics into its checkpoint.dir.",
            "Interrupted (Ctrl-C or a termination signal), it saves a checkpoint first; the same command then continues exactly "
                    + "where it stopped."
        },
        footer = {
            "  magma train -c run.yml",
            "  magma launch --nproc 2 -- train -c run.yml",
            "  magma train -c run.yml --set training.steps=200 --set optimizer.lr=1e-4",
            "  magma train -c run.yml --resume runs/demo/checkpoints/step-00000500"
        })
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--resume",
            paramLabel = "auto|never|DIR",
            defaultValue = "auto",
            description = "Continue from the run's last checkpoint if it has one, never, or from the checkpoint in DIR "
                    + "(default: ${DEFAULT-VALUE}).")
    private String resume;

    @Mixin
    private DistributedOption distributed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RunConfig run = config.load();
        NamedPaths.of(run).check(config.file());
        PrintWriter err = spec.commandLine().getErr();
        TextProgress progress = new TextProgress(
                text -> {
                    err.print(text);
                    err.flush();
                },
                Terminal.canRewrite(),
                run.training().logEvery());
        RunOutcome outcome;
        Collective processes;
        try (StopRequest stop = StopRequest.onShutdown()) {
            processes = distributed.join(run.training().distributedTimeoutSeconds());
            if (processes.rank() == 0) {
                MemoryNote.of(run, progress);
            }
            outcome = new TrainingRun(run, ResumeMode.parse(resume), progress, processes).run(stop);
            processes.close();
        }
        if (processes.rank() > 0) {
            return ExitCode.OK;
        }
        spec.commandLine()
                .getOut()
                .println(run.checkpoint().dir() + ": " + outcome.state().step() + " of "
                        + run.training().steps() + " steps, "
                        + outcome.ending()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '));
        return ExitCode.OK;
    }
}
