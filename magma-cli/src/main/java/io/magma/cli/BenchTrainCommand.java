package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.RunConfig;
import io.magma.train.bench.TrainBench;
import io.magma.train.metrics.Progress;
import io.magma.train.metrics.ProgressReporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma bench train}. */
@Command(
        name = "train",
        description = {
            "Measures optimizer steps for several batch sizes: seconds, target tokens and samples a second, the part of the time "
                    + "that waits for data, the phases, and the most memory.",
            "The memory is that of the whole process, which may hold on to some of what an earlier batch size needed."
        },
        footer = {
            "  magma bench train --size tiny",
            "  magma bench train --size base --steps 10 --batch-sizes 4,8,16 --output bench.json",
            "  magma bench train -c run.yml --set model.language_model.dtype=bfloat16 --json"
        })
final class BenchTrainCommand implements Callable<Integer> {
    @Mixin
    private BenchWorkload workload;

    @Option(
            names = "--steps",
            defaultValue = "10",
            paramLabel = "N",
            description = "Steps that count (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--warmup",
            defaultValue = "3",
            paramLabel = "N",
            description = "Steps before them (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--batch-sizes",
            split = ",",
            paramLabel = "N",
            description = "Samples of a micro-batch; one, two and four times training.batch_size if absent.")
    private List<Integer> batchSizes = new ArrayList<>();

    @Mixin
    private BenchResults results;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (steps < 1 || warmup < 0) {
            throw new ConfigException("--steps must be at least 1 and --warmup at least 0");
        }
        results.check();
        List<Map<String, Object>> measured = new ArrayList<>();
        workload.within((config, scratch) -> {
            int usual = workload.load(config).training().batchSize();
            List<Integer> sizes = batchSizes.isEmpty()
                    ? IntStream.of(1, 2, 4).map(n -> n * usual).boxed().toList()
                    : batchSizes;
            for (int size : sizes) {
                RunConfig run = workload.load(
                        config,
                        "training.batch_size=" + size,
                        "training.steps=" + (warmup + steps),
                        "training.eval_every=0",
                        "training.save_every=0",
                        "training.max_seconds=0",
                        "checkpoint.dir=" + scratch.resolve("batch-" + size).toAbsolutePath());
                measured.add(TrainBench.measure(run, warmup, new Announcer(spec, "batch size " + size)));
                BenchWorkload.delete(run.checkpoint().dir());
            }
        });
        results.show(spec, workload.named(), workload.overrides(), measured);
        return ExitCode.OK;
    }

    /** Tells on standard error that something is measured, at its first step. */
    private record Announcer(CommandSpec spec, String what) implements ProgressReporter {
        @Override
        public void show(Progress progress) {
            if (progress.step() == 1) {
                PrintWriter err = spec.commandLine().getErr();
                err.println(what + ": " + progress.steps() + " steps");
                err.flush();
            }
        }

        @Override
        public void note(String message) {
            // the run's own messages are not about the measurement
        }

        @Override
        public void finish() {
            // nothing is open
        }
    }
}
