package io.magma.cli;

import io.magma.train.imports.ClipActivation;
import io.magma.train.imports.ClipImport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma import clip}. */
@Command(
        name = "clip",
        description = {
            "Makes an image encoder folder, as model.image_encoder.path names it, out of a CLIP model: OpenAI's .pt files, "
                    + "OpenCLIP's weights, Hugging Face folders. Only the image tower is kept.",
            "Every tensor is accounted for in DIR/import-report.txt and .json."
        },
        footer = {
            "  magma import clip RN50x16.pt -o models/clip-rn50x16 --preset RN50x16",
            "  magma import clip CLIP-ViT-H-14-laion2B-s32B-b79K -o models/vit-h --preset ViT-H/14",
            "  magma import clip open_clip_model.safetensors -o models/vit --activation gelu"
        })
final class ImportClipCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|DIR", description = "Weights, or the folder they lie in with their configuration.")
    private Path source;

    @Mixin
    private OutputFolder output;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Check that it is this model: RN50, RN101, RN50x4, RN50x16, RN50x64, ViT-B/32, ViT-B/16, "
                    + "ViT-L/14, ViT-L/14@336px (OpenAI's, quick_gelu), ViT-H/14 (OpenCLIP's, gelu).")
    private Optional<String> preset = Optional.empty();

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Activation of a vision transformer where neither a configuration nor a preset says it: "
                    + "${COMPLETION-CANDIDATES}.")
    private Optional<ClipActivation> activation = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ImportMagmaCommand.print(
                spec.commandLine().getOut(),
                json,
                ClipImport.write(source, output.path(), new ClipImport.Settings(preset, activation)),
                output.path());
        return ExitCode.OK;
    }
}
