package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma config}: run configurations. */
@Command(
        name = "config",
        description = "Shows, checks and imports run configurations.",
        footer = {"  magma config check -c run.yml", "  magma config show -c run.yml --set optimizer.lr=1e-4"},
        subcommands = {ConfigShowCommand.class, ConfigCheckCommand.class, ConfigImportCommand.class})
final class ConfigCommand extends CommandGroup {}
