package io.magma.train.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One set of synonyms, a line of a WordNet {@code data.*} file.
 *
 * @param key part of speech and offset, for example {@code n00001740}
 * @param words the synonyms with spaces for underscores
 * @param hypernym offset of the first more general synset, if there is one
 * @param gloss definitions and quoted examples
 * @see <a href="https://wordnet.princeton.edu/documentation/wndb5wn">wndb(5WN)</a>
 */
record Synset(String key, List<String> words, Optional<String> hypernym, String gloss) {

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if the line is not in the format of wndb(5WN)
     */
    static Synset parse(String line) {
        int bar = line.indexOf(" | ");
        if (bar < 0) {
            throw new IllegalArgumentException("no gloss");
        }
        String[] fields = line.substring(0, bar).split(" ", -1);
        int wordCount = Integer.parseInt(fields[3], 16);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < wordCount; i++) {
            words.add(word(fields[4 + 2 * i]));
        }
        int at = 4 + 2 * wordCount;
        int pointers = Integer.parseInt(fields[at]);
        Optional<String> hypernym = Optional.empty();
        for (int i = 0; i < pointers && hypernym.isEmpty(); i++) {
            String symbol = fields[at + 1 + 4 * i];
            // a kind of, or an instance of
            if (symbol.equals("@") || symbol.equals("@i")) {
                hypernym = Optional.of(fields[at + 2 + 4 * i]);
            }
        }
        // WordNet writes `quoted'
        String gloss = line.substring(bar + 3).strip().replaceAll("\\s+", " ").replace('`', '\'');
        return new Synset(fields[2] + fields[0], List.copyOf(words), hypernym, gloss);
    }

    /** Drops the marker of an adjective's place, as in {@code galore(ip)}. */
    private static String word(String field) {
        int marker = field.indexOf('(');
        return (marker < 0 ? field : field.substring(0, marker)).replace('_', ' ');
    }
}
