package io.magma.cli;

import picocli.CommandLine.Command;

/** {@code magma tokenizer}. */
@Command(
        name = "tokenizer",
        description = "Makes tokenizers.",
        footer = "  magma tokenizer train --input train.jsonl --vocab-size 8192 --output lm",
        subcommands = TokenizerTrainCommand.class)
final class TokenizerCommand extends CommandGroup {}
