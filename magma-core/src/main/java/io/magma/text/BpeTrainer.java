package io.magma.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trains a byte-level BPE: the most frequent pair of neighbours within words becomes a new token, again and again.
 *
 * <p>Of equally frequent pairs the one with the smaller ids wins, so the same texts always give the same vocabulary; it is the
 * order Hugging Face's trainer uses. Ids are: special tokens, the 256 bytes by their character, merges.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al. 2016, section 3.2</a>
 */
public final class BpeTrainer {
    private static final int BYTES = 256;

    private final List<String> specialTokens;
    private final Map<String, Long> words = new HashMap<>();

    /** A trainer that reserves the first ids for {@code specialTokens}, which the texts must not contain. */
    public BpeTrainer(List<String> specialTokens) {
        this.specialTokens = List.copyOf(specialTokens);
    }

    /** Counts the words of a text. */
    public void add(String text) {
        Gpt2Splitter.split(text, word -> words.merge(word, 1L, Long::sum));
    }

    /**
     * Learns merges from the texts added so far.
     *
     * @param vocabularySize entries of the vocabulary, at least the special tokens and 256; it ends up smaller if the texts have
     *     no pairs left
     */
    public TrainedBpe train(int vocabularySize) {
        int reserved = specialTokens.size() + BYTES;
        if (vocabularySize < reserved) {
            throw new IllegalArgumentException(
                    "a byte-level vocabulary needs at least " + reserved + " entries, was " + vocabularySize);
        }
        List<String> pieces = new ArrayList<>(specialTokens);
        IntStream.range(0, BYTES).map(ByteAlphabet::charOf).sorted().forEach(c -> pieces.add(String.valueOf((char) c)));
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        pieces.forEach(piece -> vocabulary.put(piece, vocabulary.size()));
        PairCounts pairs = count(vocabulary);
        List<String> merges = new ArrayList<>();
        while (vocabulary.size() < vocabularySize) {
            long pair = pairs.mostFrequent();
            if (pair == PairCounts.NONE) {
                break;
            }
            String left = pieces.get(PairCounts.left(pair));
            String right = pieces.get(PairCounts.right(pair));
            merges.add(left + " " + right);
            // Two ways of merging may spell the same token.
            int merged = vocabulary.computeIfAbsent(left + right, piece -> pieces.size());
            if (merged == pieces.size()) {
                pieces.add(left + right);
            }
            pairs.merge(pair, merged);
        }
        return new TrainedBpe(vocabulary, merges, specialTokens);
    }

    private PairCounts count(Map<String, Integer> vocabulary) {
        PairCounts pairs = new PairCounts();
        words.forEach((word, count) -> pairs.add(
                ByteAlphabet.spell(word)
                        .chars()
                        .map(c -> vocabulary.getOrDefault(String.valueOf((char) c), -1))
                        .toArray(),
                count));
        return pairs;
    }
}
