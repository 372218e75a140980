package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.train.bench.DataBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma bench data}. */
@Command(
        name = "data",
        description =
                "Measures how many training samples a second are read, decoded, preprocessed and tokenized, for several numbers of "
                        + "threads; the model is not loaded, and no picture is kept.",
        footer = {"  magma bench data --size base --threads 1,2", "  magma bench data -c run.yml --threads 1,2,4 --json"
        })
final class BenchDataCommand implements Callable<Integer> {
    @Mixin
    private BenchWorkload workload;

    @Option(
            names = "--threads",
            split = ",",
            defaultValue = "1,2",
            paramLabel = "N",
            description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
    private List<Integer> threads = new ArrayList<>();

    @Option(
            names = "--batches",
            defaultValue = "8",
            paramLabel = "N",
            description = "Batches of each of the 5 rounds, and of the warm-up (default: ${DEFAULT-VALUE}).")
    private int batches;

    @Mixin
    private BenchResults results;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (batches < 1) {
            throw new ConfigException("--batches must be at least 1");
        }
        results.check();
        List<Map<String, Object>> measured = new ArrayList<>();
        workload.within((config, scratch) -> {
            for (int number : threads) {
                measured.add(DataBench.measure(workload.load(config, "data.workers=" + number), batches));
            }
        });
        results.show(spec, workload.named(), workload.overrides(), measured);
        return ExitCode.OK;
    }
}
