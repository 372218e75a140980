package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma import}: models of other frameworks. */
@Command(
        name = "import",
        description = "Makes folders of this framework out of published models; no Python is needed.",
        footer = {
            "  magma import magma mp_rank_00_model_states.pt -o model",
            "  magma import clip RN50x16.pt -o models/clip-rn50x16",
            "  magma import timm nf_resnet50_ra2-9f236009.pth -o models/nf-resnet50"
        },
        subcommands = {ImportMagmaCommand.class, ImportClipCommand.class, ImportTimmCommand.class})
final class ImportCommand extends CommandGroup {}
