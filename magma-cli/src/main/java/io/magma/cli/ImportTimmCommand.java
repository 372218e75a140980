package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.train.imports.NfResNetPreset;
import io.magma.train.imports.TimmImport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma import timm}. */
@Command(
        name = "timm",
        description = {
            "Makes an image encoder folder, as model.image_encoder.path names it, out of an NF-ResNet of timm: a state dict "
                    + "as .pth or .safetensors, or a folder of the Hub. The classifier is left out.",
            "Every tensor is accounted for in DIR/import-report.txt and .json."
        },
        footer = {
            "  magma import timm nf_resnet50_ra2-9f236009.pth -o models/nf-resnet50 --preset nf_resnet50",
            "  magma import timm nf_resnet50.ra2_in1k -o models/nf-resnet50 --image-size 288"
        })
final class ImportTimmCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|DIR", description = "Weights, or the folder they lie in with their configuration.")
    private Path source;

    @Mixin
    private OutputFolder output;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Check that it is this model: ${COMPLETION-CANDIDATES}.")
    private Optional<NfResNetPreset> preset = Optional.empty();

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "Side of the pictures (default: that of config.json, or of the published model).")
    private Optional<Integer> imageSize = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (imageSize.isPresent() && imageSize.get() < 32) {
            throw new ConfigException("--image-size must be at least 32, was " + imageSize.get());
        }
        OptionalInt pixels = imageSize.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        ImportMagmaCommand.print(
                spec.commandLine().getOut(),
                json,
                TimmImport.write(source, output.path(), new TimmImport.Settings(preset, pixels)),
                output.path());
        return ExitCode.OK;
    }
}
