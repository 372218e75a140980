package io.magma.text;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.magma.text.ByteLevelBpe.AddedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learned byte-level vocabulary.
 *
 * @param vocabulary ids by piece, in the order of the ids
 * @param merges pairs of pieces with one space between them, first merge first
 * @param specialTokens pieces that are matched as they stand and left out when decoding
 */
public record TrainedBpe(Map<String, Integer> vocabulary, List<String> merges, List<String> specialTokens) {
    private static final JsonMapper JSON = new JsonMapper();

    public TrainedBpe {
        vocabulary = Collections.unmodifiableMap(new LinkedHashMap<>(vocabulary));
        merges = List.copyOf(merges);
        specialTokens = List.copyOf(specialTokens);
    }

    /** The tokenizer with this vocabulary. */
    public Tokenizer tokenizer() {
        return PretrainedTokenizer.of(
                Path.of("trained vocabulary"), description().toJson());
    }

    /** Writes {@code vocab.json}, {@code merges.txt} and {@code tokenizer.json} into an existing folder. */
    public void write(Path folder) throws IOException {
        Files.write(folder.resolve("vocab.json"), JSON.writeValueAsBytes(vocabulary));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
        Files.write(
                folder.resolve("tokenizer.json"),
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(description().toJson()));
    }

    private ByteLevelBpe description() {
        List<AddedToken> added = specialTokens.stream()
                .map(token -> new AddedToken(token, vocabulary.getOrDefault(token, -1), true))
                .toList();
        return new ByteLevelBpe(vocabulary, merges, added, false);
    }
}
