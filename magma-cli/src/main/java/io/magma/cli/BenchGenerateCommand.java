package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.RunConfig;
import io.magma.inference.VisionLanguageModel;
import io.magma.torch.Devices;
import io.magma.train.bench.GenerateBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma bench generate}. */
@Command(
        name = "generate",
        description = "Measures greedy generation after a picture and a few words, for every batch size and length.",
        footer = {
            "  magma bench generate --size base --batch-sizes 1,4,8 --lengths 32,128",
            "  magma bench generate -c run.yml --set model.language_model.dtype=bfloat16 --json"
        })
final class BenchGenerateCommand implements Callable<Integer> {
    @Mixin
    private BenchWorkload workload;

    @Option(
            names = "--batch-sizes",
            split = ",",
            defaultValue = "1,4",
            paramLabel = "N",
            description = "Prompts at a time (default: ${DEFAULT-VALUE}).")
    private List<Integer> batchSizes = new ArrayList<>();

    @Option(
            names = "--lengths",
            split = ",",
            defaultValue = "32",
            paramLabel = "N",
            description = "Tokens to generate, at most; a model may end earlier (default: ${DEFAULT-VALUE}).")
    private List<Integer> lengths = new ArrayList<>();

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "Rounds that count (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warmup",
            defaultValue = "1",
            paramLabel = "N",
            description = "Rounds before them (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Mixin
    private BenchResults results;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || warmup < 0) {
            throw new ConfigException("--rounds must be at least 1 and --warmup at least 0");
        }
        if (batchSizes.stream().anyMatch(n -> n < 1) || lengths.stream().anyMatch(n -> n < 1)) {
            throw new ConfigException("--batch-sizes and --lengths must be at least 1");
        }
        results.check();
        List<Map<String, Object>> measured = new ArrayList<>();
        workload.within((config, scratch) -> {
            RunConfig run = workload.load(config);
            try (VisionLanguageModel model = VisionLanguageModel.load(
                    run.model(),
                    run.generation(),
                    Optional.empty(),
                    run.training().seed(),
                    Devices.preferred())) {
                for (int size : batchSizes) {
                    GenerateBench bench = new GenerateBench(model, size);
                    for (int length : lengths) {
                        measured.add(bench.measure(length, rounds, warmup));
                    }
                }
            }
        });
        results.show(spec, workload.named(), workload.overrides(), measured);
        return ExitCode.OK;
    }
}
