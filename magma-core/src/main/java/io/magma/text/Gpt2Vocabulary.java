package io.magma.text;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.knuddels.jtokkit.Encodings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes GPT-2's tokenizer files, worked out from the ranks of OpenAI's r50k_base that jtokkit carries. */
public final class Gpt2Vocabulary {
    private Gpt2Vocabulary() {}

    /**
     * Writes {@code vocab.json} and {@code merges.txt}, of 50,257 entries and 50,000 merges, into an existing folder.
     *
     * @throws UncheckedIOException if they cannot be written
     */
    public static void write(Path folder) {
        Map<String, Integer> ranks = ranks();
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        List<String> merges = new ArrayList<>();
        ranks.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(entry -> {
            String token = entry.getKey();
            vocabulary.put(token, entry.getValue());
            if (token.length() > 1) {
                merges.add(String.join(" ", lastTwoParts(token, ranks, entry.getValue())));
            }
        });
        vocabulary.put("<|endoftext|>", 50256);
        try {
            Files.write(folder.resolve("vocab.json"), new JsonMapper().writeValueAsBytes(vocabulary));
            Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The merge that made a token joins the two parts that all earlier merges leave of it.
    private static List<String> lastTwoParts(String token, Map<String, Integer> ranks, int rank) {
        List<String> parts = new ArrayList<>(
                token.chars().mapToObj(c -> String.valueOf((char) c)).toList());
        while (parts.size() > 2) {
            int best = -1;
            int bestRank = rank;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int joined = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
                if (joined < bestRank) {
                    best = i;
                    bestRank = joined;
                }
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        return parts;
    }

    private static Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        try (InputStream in = Encodings.class.getResourceAsStream("/com/knuddels/jtokkit/r50k_base.tiktoken");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines().forEach(line -> {
                String[] parts = line.split(" ", 2);
                ranks.put(ByteAlphabet.spell(Base64.getDecoder().decode(parts[0])), Integer.parseInt(parts[1]));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ranks;
    }
}
