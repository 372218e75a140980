package io.magma.train.run;

import io.magma.train.data.RowEncoder;
import io.magma.train.data.Sample;
import io.magma.train.data.SampleSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The distinct captions of some sources, numbered in the order of their first appearance. */
final class CaptionTable {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** Reads all captions of {@code sources}. */
    static CaptionTable of(List<SampleSource> sources) {
        CaptionTable table = new CaptionTable();
        for (SampleSource source : sources) {
            for (int i = 0; i < source.size(); i++) {
                Sample sample = source.get(i, 0);
                sample.references().forEach(table::number);
            }
        }
        return table;
    }

    private int number(String caption) {
        return numbers.computeIfAbsent(caption, c -> numbers.size());
    }

    /** Number of captions. */
    int size() {
        return numbers.size();
    }

    /** Numbers of the captions that are right for a sample. */
    int[] right(Sample sample) {
        return sample.references().stream()
                .map(numbers::get)
                .filter(n -> n != null)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Tokens of each caption with its end-of-text token. */
    List<int[]> tokens(RowEncoder encoder) {
        List<int[]> rows = new ArrayList<>(size());
        for (String caption : numbers.keySet()) {
            int[] words = encoder.encode().apply(caption);
            int[] row = Arrays.copyOf(words, words.length + 1);
            row[words.length] = encoder.endOfText();
            rows.add(row);
        }
        return rows;
    }
}
