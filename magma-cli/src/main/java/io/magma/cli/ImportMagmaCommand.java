package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.FrozenDtype;
import io.magma.train.imports.ImportReport;
import io.magma.train.imports.MagmaImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma import magma}. */
@Command(
        name = "magma",
        description = {
            "Makes a model folder out of a checkpoint of the Python implementation of MAGMA: DeepSpeed's "
                    + "mp_rank_00_model_states.pt, or a bare state dict, in PyTorch's zip format.",
            "Every tensor is accounted for in DIR/import-report.txt and .json; a tensor that is missing, unexpected or "
                    + "misshaped ends the import. The optimizer's state is not imported."
        },
        footer = {
            "  magma import magma mp_rank_00_model_states.pt -o model",
            "  magma import magma model.pt -o model --language-model gpt-j-6b --dtype bfloat16 --check",
            "  magma import magma model.pt -o model --json > report.json"
        })
final class ImportMagmaCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHECKPOINT", description = "The file; it is read only.")
    private Path checkpoint;

    @Mixin
    private OutputFolder output;

    @Option(
            names = "--language-model",
            paramLabel = "DIR",
            description = "Hugging Face folder whose configuration and tokenizer are taken, its weights are not "
                    + "(default: GPT-J 6B's and GPT-2's).")
    private Optional<Path> languageModel = Optional.empty();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "Element type of the frozen language model: float32, bfloat16, float16 "
                    + "(default: that of the checkpoint).")
    private Optional<FrozenDtype> dtype = Optional.empty();

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "Side of the pictures for a ResNet that is none of CLIP's published ones, or an NF-ResNet "
                    + "(default: 256).")
    private Optional<Integer> imageSize = Optional.empty();

    @Option(
            names = "--check",
            description = "Load the written model, let it answer, and write DIR/magma.json; this needs the memory that "
                    + "the model needs, the import alone does not.")
    private boolean check;

    @Mixin
    private JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (imageSize.isPresent() && (imageSize.get() < 32 || imageSize.get() % 32 != 0)) {
            throw new ConfigException("--image-size must be a multiple of 32, was " + imageSize.get());
        }
        OptionalInt pixels = imageSize.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        ImportReport report = MagmaImport.write(
                checkpoint,
                output.path(),
                new MagmaImport.Settings(languageModel, dtype.map(d -> d.requireOfFiles("--dtype")), pixels, check));
        print(spec.commandLine().getOut(), json, report, output.path());
        return ExitCode.OK;
    }

    /** Prints a report: all of it as JSON, or its summary. */
    static void print(PrintWriter out, JsonOption json, ImportReport report, Path output) {
        Stream<String> lines = json.isOn()
                ? Stream.of(report.toJson())
                : Stream.concat(
                        report.summary().stream(),
                        Stream.of("written to " + output + "; every tensor: " + output.resolve("import-report.txt")));
        lines.forEach(out::println);
    }
}
