package io.magma.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the tokenizer of a model folder. */
public final class Tokenizers {
    private static final String TOKENIZER = "tokenizer.json";
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    private static final List<String> FILES = List.of(
            TOKENIZER, VOCABULARY, MERGES, "added_tokens.json", "special_tokens_map.json", "tokenizer_config.json");

    private Tokenizers() {}

    /**
     * Loads {@code tokenizer.json}, or else GPT-2's {@code vocab.json} and {@code merges.txt}.
     *
     * @throws TokenizerException if the folder has neither, or they are malformed
     */
    public static Tokenizer load(Path folder) {
        Path file = folder.resolve(TOKENIZER);
        if (Files.exists(file)) {
            JsonNode description = PretrainedTokenizer.readJson(file);
            if (!description.isObject()) {
                throw new TokenizerException(file, "is not a JSON object");
            }
            return PretrainedTokenizer.of(file, description);
        }
        Path vocabulary = folder.resolve(VOCABULARY);
        Path merges = folder.resolve(MERGES);
        if (Files.exists(vocabulary) && Files.exists(merges)) {
            return PretrainedTokenizer.of(vocabulary, Gpt2Files.read(folder, vocabulary, merges));
        }
        throw new TokenizerException(
                folder,
                Files.exists(folder.resolve("tokenizer.model"))
                        ? "has only tokenizer.model; convert it to " + TOKENIZER
                        : "has neither " + TOKENIZER + " nor " + VOCABULARY + " with " + MERGES);
    }

    /** The tokenizer files of a folder, in a fixed order: what to copy so that {@link #load} gives the same tokenizer. */
    public static List<Path> files(Path folder) {
        return FILES.stream().map(folder::resolve).filter(Files::exists).toList();
    }

    /**
     * Checks that a language model has an embedding for every token.
     *
     * @param vocabularySize rows of the model's embedding
     * @param languageModel the model's name or folder, for the message
     * @throws ConfigException if the tokenizer has ids beyond them
     */
    public static void requireFits(Tokenizer tokenizer, int vocabularySize, String languageModel) {
        if (tokenizer.vocabularySize() > vocabularySize) {
            throw new ConfigException(languageModel + ": the tokenizer has ids up to "
                    + (tokenizer.vocabularySize() - 1) + ", but the language model's vocabulary has only "
                    + vocabularySize + " entries");
        }
    }
}
