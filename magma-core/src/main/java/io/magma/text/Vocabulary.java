package io.magma.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Vocabulary entries by id and ids by entry, as a {@code tokenizer.json} lists them, added tokens included. */
final class Vocabulary {
    private final Map<String, Integer> ids;
    private final Map<Integer, String> pieces = new HashMap<>();
    private final int size;

    private Vocabulary(Map<String, Integer> ids) {
        this.ids = ids;
        ids.forEach((piece, id) -> pieces.put(id, piece));
        this.size = 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    static Vocabulary of(Path file, JsonNode tokenizer) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocab = tokenizer.path("model").path("vocab");
        if (vocab.isObject()) {
            vocab.properties().forEach(entry -> ids.put(entry.getKey(), id(file, entry.getValue())));
        } else if (vocab.isArray()) {
            // Unigram models list (piece, score) pairs by id.
            for (int id = 0; id < vocab.size(); id++) {
                ids.put(vocab.get(id).path(0).asText(), id);
            }
        } else {
            throw new TokenizerException(file, "has no model.vocab");
        }
        for (JsonNode added : tokenizer.path("added_tokens")) {
            ids.put(added.path("content").asText(), id(file, added.path("id")));
        }
        return new Vocabulary(ids);
    }

    int size() {
        return size;
    }

    OptionalInt id(String piece) {
        Integer id = ids.get(piece);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    String piece(int id) {
        String piece = pieces.get(id);
        if (piece == null) {
            throw new IllegalArgumentException("no token has id " + id + "; the vocabulary ends at " + (size - 1));
        }
        return piece;
    }

    private static int id(Path file, JsonNode node) {
        if (!node.isInt() || node.intValue() < 0) {
            throw new TokenizerException(file, "token id " + node + " is not a whole number from 0");
        }
        return node.intValue();
    }
}
