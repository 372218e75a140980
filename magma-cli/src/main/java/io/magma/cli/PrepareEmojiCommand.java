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
                    + "cldr-annotations-full@48.2.0 and cldr-annotations-derived-full@48.2.0; with --fluent also "
                    + "@iconify-json/fluent-emoji-flat@1.2.6 and @lobehub/fluent-emoji-3d@1.1.0."
        },
        footer = "  magma data prepare emoji --npm node_modules --fluent --output data/emoji")
final class PrepareEmojiCommand implements Callable<Integer> {
    @Option(
            names = "--npm",
            required = true,
            paramLabel = "DIR",
            description = "The node_modules folder with the packages.")
    private Path npm;

    @Mixin
    private OutputFolder output;

    @Option(names = "--fluent", description = "Also write train_fluent: the training concepts in two more art styles.")
    private boolean fluent;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        EmojiDataset.prepare(npm, fluent, output.path());
        spec.commandLine().getOut().println(output.path());
        return ExitCode.OK;
    }
}
