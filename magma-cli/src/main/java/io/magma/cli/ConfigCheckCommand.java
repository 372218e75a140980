package io.magma.cli;

import io.magma.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma config check}: everything that is wrong with a run, before it starts. */
@Command(
        name = "check",
        description = "Lists every problem of the run: unknown keys, wrong types, values out of range, missing files. "
                + "Exits with 2 if there is any.",
        footer = {"  magma config check -c run.yml", "  magma config check -c run.yml --set data.train.path=other"})
final class ConfigCheckCommand implements Runnable {
    @Mixin
    private ConfigOptions config;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        RunConfig run = config.load();
        NamedPaths paths = NamedPaths.of(run);
        paths.check(config.file());
        paths.notes().forEach(note -> spec.commandLine().getErr().println(config.file() + ": " + note));
        spec.commandLine().getOut().println(config.file() + ": ok");
    }
}
