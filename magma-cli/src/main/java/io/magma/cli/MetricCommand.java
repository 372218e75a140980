package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma metric}: scores of result files that are there already. */
@Command(
        name = "metric",
        description = "Scores files of results as the papers and servers do; no model is needed.",
        footer = {
            "  magma metric vqa --questions questions.json --annotations annotations.json --results results.json",
            "  magma metric vqa --questions q.json --annotations a.json --results r.json --variant official_head --output acc.json",
            "  magma metric caption --references captions_val2014.json --results results.json --tokenizer ptb"
        },
        subcommands = {
            MetricVqaCommand.class,
            MetricVqaSubmissionCommand.class,
            MetricCaptionCommand.class,
            MetricGqaCommand.class,
            MetricVizWizCommand.class,
            MetricTextVqaCommand.class,
            MetricStVqaCommand.class,
            MetricDocVqaCommand.class,
            MetricScienceQaCommand.class,
            MetricAokvqaCommand.class,
            MetricSnliVeCommand.class,
            MetricHatefulMemesCommand.class
        })
final class MetricCommand extends CommandGroup {}
