package io.magma.cli;

import io.magma.train.prepare.EmojiDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma data prepare emoji}. */
@Command(
        name = "emoji",
        description = {
            "Writes pictures of emoji with captions and questions, as WebDataset shards for training and two kinds of evaluation.",
            "Needs the npm packages emoji-datasource-google@16.0.0, emoji-datasource-twitter@16.0.0, "
                    + "cldr-annotations-full@48.2.0 and cldr-annotations-derived-full@48.2.0."
        },
        footer = "  magma data prepare emoji --npm node_modules --output data/emoji")
final class PrepareEmojiCommand implements Callable<Integer> {
    @Option(
            names = "--npm",
            required = true,
            paramLabel = "DIR",
            description = "The node_modules folder with the packages.")
    private Path npm;

    @Mixin
    private OutputFolder output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        EmojiDataset.prepare(npm, output.path());
        spec.commandLine().getOut().println(output.path());
        return ExitCode.OK;
    }
}
