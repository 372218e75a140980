package io.magma.train.eval.caption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts in words and n-grams. */
final class Words {
    /** Longest n-grams of BLEU and CIDEr. */
    static final int ORDERS = 4;

    private Words() {}

    /** Cuts at white space as Python's {@code str.split()} does; a text of nothing else has no words. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isSpace(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /** Removes white space from both ends as Python's {@code str.strip()} does. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** How often every n-gram occurs, by its words joined with spaces; element n - 1 holds those of n words, up to 4. */
    static List<Map<String, Integer>> ngrams(String text) {
        List<String> words = of(text);
        List<Map<String, Integer>> orders = new ArrayList<>();
        for (int n = 1; n <= ORDERS; n++) {
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i + n <= words.size(); i++) {
                counts.merge(n == 1 ? words.get(i) : String.join(" ", words.subList(i, i + n)), 1, Integer::sum);
            }
            orders.add(counts);
        }
        return orders;
    }

    // Python's str.isspace: Unicode's separators (the no-break ones too, which Character.isWhitespace leaves out) and
    // the
    // controls of bidirectional type B, S or WS.
    private static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f) || c == 0x85;
    }
}
