package io.magma.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.text.ByteLevelBpe.AddedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files of the older GPT-2 layout: vocabulary, merges, and what may lie beside them. */
final class Gpt2Files {
    private static final String END_OF_TEXT = "<|endoftext|>";
    // All of them GPT-2's algorithm; other classes split text differently.
    private static final Set<String> CLASSES = Set.of("GPT2Tokenizer", "CodeGenTokenizer", "GPTNeoXTokenizer");

    private Gpt2Files() {}

    /** The equivalent {@code tokenizer.json}. */
    static JsonNode read(Path folder, Path vocabularyFile, Path mergesFile) {
        Optional<JsonNode> config = optionalJson(folder.resolve("tokenizer_config.json"));
        config.ifPresent(node -> requireGpt2(folder.resolve("tokenizer_config.json"), node));
        Map<String, Integer> vocabulary = vocabulary(vocabularyFile);
        List<AddedToken> added = addedTokens(folder, vocabulary, config);
        added.forEach(token -> reserve(folder, vocabulary, token));
        boolean prefixSpace = config.map(node -> node.path("add_prefix_space").asBoolean(false))
                .orElse(false);
        return new ByteLevelBpe(vocabulary, merges(mergesFile, vocabulary), added, prefixSpace).toJson();
    }

    private static void requireGpt2(Path file, JsonNode config) {
        String name = config.path("tokenizer_class").asText("GPT2Tokenizer").replaceFirst("Fast$", "");
        if (!CLASSES.contains(name)) {
            throw new TokenizerException(
                    file, name + " cannot be read from vocab.json and merges.txt; a tokenizer.json is needed");
        }
    }

    private static Map<String, Integer> vocabulary(Path file) {
        JsonNode root = PretrainedTokenizer.readJson(file);
        if (!root.isObject() || root.isEmpty()) {
            throw new TokenizerException(file, "is not a JSON object of tokens and ids");
        }
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        Set<Integer> seen = new HashSet<>();
        root.properties().forEach(entry -> {
            JsonNode id = entry.getValue();
            if (!id.isInt() || id.intValue() < 0 || !seen.add(id.intValue())) {
                throw new TokenizerException(
                        file, "'" + entry.getKey() + "' has id " + id + ", expected a whole number used only once");
            }
            vocabulary.put(entry.getKey(), id.intValue());
        });
        return vocabulary;
    }

    private static List<String> merges(Path file, Map<String, Integer> vocabulary) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new TokenizerException(file, "cannot be read: " + e.getMessage(), e);
        }
        List<String> merges = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || (i == 0 && line.startsWith("#version"))) {
                continue;
            }
            int space = line.indexOf(' ');
            if (space <= 0 || space != line.lastIndexOf(' ') || space == line.length() - 1) {
                throw new TokenizerException(file, "line " + (i + 1) + ": expected two tokens and one space");
            }
            String left = line.substring(0, space);
            String right = line.substring(space + 1);
            for (String piece : List.of(left, right, left + right)) {
                if (!vocabulary.containsKey(piece)) {
                    throw new TokenizerException(
                            file, "line " + (i + 1) + ": '" + piece + "' is not in the vocabulary");
                }
            }
            merges.add(line);
        }
        return merges;
    }

    private static List<AddedToken> addedTokens(
            Path folder, Map<String, Integer> vocabulary, Optional<JsonNode> config) {
        Map<String, AddedToken> added = new LinkedHashMap<>();
        Integer endOfText = vocabulary.get(END_OF_TEXT);
        if (endOfText != null) {
            added.put(END_OF_TEXT, new AddedToken(END_OF_TEXT, endOfText, true));
        }
        config.ifPresent(node -> node.path("added_tokens_decoder").properties().forEach(entry -> {
            String content = entry.getValue().path("content").asText();
            boolean special = entry.getValue().path("special").asBoolean(false);
            added.put(content, new AddedToken(content, Integer.parseInt(entry.getKey()), special));
        }));
        optionalJson(folder.resolve("added_tokens.json"))
                .ifPresent(node -> node.properties()
                        .forEach(entry -> added.putIfAbsent(
                                entry.getKey(),
                                new AddedToken(entry.getKey(), entry.getValue().asInt(), false))));
        optionalJson(folder.resolve("special_tokens_map.json"))
                .ifPresent(node -> node.properties().forEach(entry -> {
                    for (JsonNode token : entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue())) {
                        markSpecial(
                                added,
                                vocabulary,
                                token.isTextual()
                                        ? token.asText()
                                        : token.path("content").asText());
                    }
                }));
        return List.copyOf(added.values());
    }

    // A special token that no file gives an id comes after all others, as transformers does it.
    private static void markSpecial(Map<String, AddedToken> added, Map<String, Integer> vocabulary, String content) {
        AddedToken known = added.get(content);
        if (known != null) {
            added.put(content, new AddedToken(content, known.id(), true));
            return;
        }
        int next = 1
                + Math.max(
                        vocabulary.values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(-1),
                        added.values().stream().mapToInt(AddedToken::id).max().orElse(-1));
        Integer id = vocabulary.get(content);
        added.put(content, new AddedToken(content, id == null ? next : id, true));
    }

    // The library numbers added tokens itself unless the vocabulary has them.
    private static void reserve(Path folder, Map<String, Integer> vocabulary, AddedToken token) {
        Integer known = vocabulary.get(token.content());
        if (known == null ? vocabulary.containsValue(token.id()) : known != token.id()) {
            throw new TokenizerException(
                    folder,
                    "added token '" + token.content() + "' has id " + token.id() + ", which does not fit vocab.json");
        }
        vocabulary.put(token.content(), token.id());
    }

    private static Optional<JsonNode> optionalJson(Path file) {
        return Files.exists(file) ? Optional.of(PretrainedTokenizer.readJson(file)) : Optional.empty();
    }
}
