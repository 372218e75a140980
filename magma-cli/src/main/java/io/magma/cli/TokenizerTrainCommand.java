package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.SourceConfig;
import io.magma.text.BpeTrainer;
import io.magma.text.TrainedBpe;
import io.magma.train.data.SampleSource;
import io.magma.train.data.SampleSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma tokenizer train}. */
@Command(
        name = "train",
        description = {
            "Learns a byte-level BPE vocabulary with GPT-2's splitting of words.",
            "Writes vocab.json, merges.txt and tokenizer.json; the end-of-text token has id 0."
        },
        footer = "  magma tokenizer train --input train.jsonl --vocab-size 8192 --output lm")
final class TokenizerTrainCommand implements Callable<Integer> {
    private static final String END_OF_TEXT = "<|endoftext|>";
    private static final int LEAST = 257;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "Texts: one a line, or JSON lines with a key text.")
    private Path input;

    @Option(
            names = "--vocab-size",
            defaultValue = "8192",
            paramLabel = "N",
            description = "Entries of the vocabulary, at least 257 (default: ${DEFAULT-VALUE}).")
    private int vocabularySize;

    @Mixin
    private OutputFolder output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (vocabularySize < LEAST) {
            throw new ConfigException("--vocab-size must be at least " + LEAST + ", was " + vocabularySize);
        }
        if (!Files.isRegularFile(input)) {
            throw new ConfigException("--input: no such file: " + input);
        }
        BpeTrainer trainer = new BpeTrainer(List.of(END_OF_TEXT));
        SampleSource texts = SampleSources.open(textSource());
        for (int i = 0; i < texts.size(); i++) {
            trainer.add(texts.get(i, 0).target());
        }
        TrainedBpe trained = trainer.train(vocabularySize);
        Files.createDirectories(output.path());
        trained.write(output.path());
        spec.commandLine()
                .getOut()
                .println(output.path() + ": " + trained.vocabulary().size() + " entries from " + texts.size()
                        + " texts");
        return ExitCode.OK;
    }

    private SourceConfig textSource() {
        return ConfigLoader.parse(
                "--input",
                "{format: text}",
                Path.of("").toAbsolutePath(),
                SourceConfig.class,
                List.of("path=" + input.toAbsolutePath()));
    }
}
