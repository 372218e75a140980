package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma import}: models of other frameworks. */
@Command(
        name = "import",
        description = "Makes folders of this framework out of published models; no Python is needed.",
        footer = {
            "  magma import magma mp_rank_00_model_states.pt -o model",
            "  magma import clip RN50x16.pt -o models/clip-rn50x16"
        },
        subcommands = {ImportMagmaCommand.class, ImportClipCommand.class})
final class ImportCommand extends CommandGroup {}
