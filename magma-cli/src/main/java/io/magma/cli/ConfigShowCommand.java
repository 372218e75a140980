package io.magma.cli;

import io.magma.config.ConfigLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma config show}: a run with all its defaults. */
@Command(
        name = "show",
        description = "Prints the run with every default filled in, as YAML with absolute paths that reads back equal.",
        footer = {
            "  magma config show -c run.yml",
            "  magma config show -c run.yml --set training.steps=50 > resolved.yml"
        })
final class ConfigShowCommand implements Runnable {
    @Mixin
    private ConfigOptions config;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(ConfigLoader.render(config.load()));
    }
}
