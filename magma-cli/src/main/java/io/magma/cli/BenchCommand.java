package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma bench}: how fast things are here. */
@Command(
        name = "bench",
        description = {
            "Measures training, generation or data loading, with warm-up, medians and quartiles, and says on what machine.",
            "On a run's own model and data, or on a synthetic one with random weights that is made for it and deleted."
        },
        footer = {
            "  magma bench train --size base --set model.language_model.dtype=bfloat16",
            "  magma bench generate --size small --batch-sizes 1,4 --lengths 32",
            "  magma bench data -c run.yml --threads 1,2,4"
        },
        subcommands = {BenchTrainCommand.class, BenchGenerateCommand.class, BenchDataCommand.class})
final class BenchCommand extends CommandGroup {}
