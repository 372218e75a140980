package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma metric}: scores of result files that are there already. */
@Command(
        name = "metric",
        description = "Scores files of results as the papers and servers do; no model is needed.",
        footer = {"  magma metric caption --references captions_val2014.json --results results.json --tokenizer ptb"},
        subcommands = {MetricCaptionCommand.class})
final class MetricCommand extends CommandGroup {}
