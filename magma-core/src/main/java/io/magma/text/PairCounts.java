package io.magma.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * How often each pair of neighbouring symbols occurs, kept up to date while symbols merge.
 *
 * <p>Only words that hold the merged pair are looked at. The heap may hold outdated counts: one that turns out too high is put
 * back with the present count, and a new entry is added when a count grows past its entry, so none is ever too low.
 */
final class PairCounts {
    /** No pair is left. */
    static final long NONE = -1;

    private final List<Word> words = new ArrayList<>();
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Entry> heap = new PriorityQueue<>();

    static int left(long pair) {
        return (int) (pair >>> 32);
    }

    static int right(long pair) {
        return (int) pair;
    }

    /** Adds a word that occurs {@code count} times; all words come before the first merge. */
    void add(int[] symbols, long count) {
        words.add(new Word(symbols, count));
        for (int i = 1; i < symbols.length; i++) {
            pairs.computeIfAbsent(key(symbols[i - 1], symbols[i]), k -> new Pair())
                    .more(count, words.size() - 1);
        }
    }

    /** The most frequent pair, of equals the one with the smallest symbols; {@link #NONE} if there is none. */
    long mostFrequent() {
        if (heap.isEmpty()) {
            push(pairs.keySet());
        }
        while (true) {
            Entry head = heap.poll();
            if (head == null) {
                return NONE;
            }
            Pair pair = pairs.get(head.pair);
            if (pair != null && pair.count == head.count) {
                return head.pair;
            }
            if (pair != null && head.count >= pair.queued) {
                pair.queued = 0;
                push(Set.of(head.pair));
            }
        }
    }

    /** Replaces {@code pair} by {@code merged} in all words. */
    void merge(long pair, int merged) {
        Pair occurrences = pairs.get(pair);
        if (occurrences == null) {
            return;
        }
        Set<Long> touched = new HashSet<>();
        int[] indices = Arrays.copyOf(occurrences.words, occurrences.size);
        for (int index : indices) {
            Word word = words.get(index);
            int[] symbols = replaced(word.symbols, left(pair), right(pair), merged);
            if (symbols.length < word.symbols.length) {
                for (int i = 1; i < word.symbols.length; i++) {
                    pairs.computeIfPresent(key(word.symbols[i - 1], word.symbols[i]), (k, p) -> p.less(word.count));
                }
                recount(symbols, word.count, index, merged, touched);
                word.symbols = symbols;
            }
        }
        pairs.remove(pair);
        push(touched);
    }

    private void recount(int[] symbols, long count, int word, int merged, Set<Long> touched) {
        for (int i = 1; i < symbols.length; i++) {
            long key = key(symbols[i - 1], symbols[i]);
            touched.add(key);
            if (symbols[i - 1] == merged || symbols[i] == merged) {
                pairs.computeIfAbsent(key, k -> new Pair()).more(count, word);
            } else {
                // The pair was there before the merge, so it knows the word.
                pairs.computeIfPresent(key, (k, pair) -> pair.less(-count));
            }
        }
    }

    private void push(Set<Long> changed) {
        for (long key : changed) {
            Pair pair = pairs.get(key);
            if (pair != null && pair.count > pair.queued) {
                pair.queued = pair.count;
                heap.add(new Entry(pair.count, key));
            }
        }
    }

    private static int[] replaced(int[] symbols, int left, int right, int merged) {
        int[] result = new int[symbols.length];
        int size = 0;
        for (int i = 0; i < symbols.length; i++) {
            boolean match = symbols[i] == left && i + 1 < symbols.length && symbols[i + 1] == right;
            result[size++] = match ? merged : symbols[i];
            i += match ? 1 : 0;
        }
        return Arrays.copyOf(result, size);
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }

    private static final class Word {
        private int[] symbols;
        private final long count;

        Word(int[] symbols, long count) {
            this.symbols = symbols;
            this.count = count;
        }
    }

    private static final class Pair {
        private long count;
        private long queued;
        private int[] words = new int[4];
        private int size;

        void more(long by, int word) {
            count += by;
            if (size > 0 && words[size - 1] == word) {
                return;
            }
            if (size == words.length) {
                words = Arrays.copyOf(words, 2 * size);
            }
            words[size++] = word;
        }

        /** Fewer of the same words, or again as many. */
        Pair less(long by) {
            count -= by;
            return this;
        }
    }

    private record Entry(long count, long pair) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return count != other.count ? Long.compare(other.count, count) : Long.compare(pair, other.pair);
        }
    }
}
