package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.HubReference;
import io.magma.config.ModelPath;
import io.magma.hub.HubDownload;
import io.magma.hub.HubSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma download}. */
@Command(
        name = "download",
        description = {
            "Downloads a model from the Hugging Face Hub into the cache that Python's tools share, and prints its folder.",
            "Only what a model is loaded from: configuration, tokenizer, image processor, safetensors weights. Checksums are "
                    + "verified; an interrupted download goes on where it stopped. Reads HF_ENDPOINT, HF_HUB_CACHE, HF_HOME, "
                    + "HF_TOKEN (or the token file) and HF_HUB_OFFLINE."
        },
        footer = {
            "  magma download EleutherAI/pythia-160m",
            "  magma download openai/clip-vit-base-patch32@main",
            "  magma download gpt2 --file tokenizer.json --file config.json"
        })
final class DownloadCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REPO", description = "ORGANISATION/NAME, with @REVISION or without.")
    private String repository;

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "A file of the repository instead of what a model is loaded from; may be repeated.")
    private List<String> files = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String name = repository.startsWith(ModelPath.HUB) ? repository.substring(ModelPath.HUB.length()) : repository;
        HubReference reference = HubReference.parse(name)
                .orElseThrow(() -> new ConfigException(
                        "REPO must be ORGANISATION/NAME or ORGANISATION/NAME@REVISION, was '" + repository + "'"));
        DownloadProgress progress = new DownloadProgress(spec.commandLine().getErr(), Terminal.canRewrite());
        Path folder = new HubDownload(HubSettings.current(), progress).fetch(reference, files);
        spec.commandLine().getOut().println(folder);
        return ExitCode.OK;
    }
}
