package io.magma.train.eval.caption;

import io.magma.train.eval.text.PythonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts in n-grams of words. */
final class NGrams {
    /** Longest n-grams of BLEU and CIDEr. */
    static final int ORDERS = 4;

    private NGrams() {}

    /** How often every n-gram occurs, by its words joined with spaces; element n - 1 holds those of n words, up to 4. */
    static List<Map<String, Integer>> of(String text) {
        List<String> words = PythonText.split(text);
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
}
