package io.magma.train.eval.vqa;

import io.magma.train.eval.text.PythonText;
import java.util.List;
import java.util.Map;

/**
 * Porter's stemmer with the extensions that are the default of Python's NLTK.
 *
 * <p>Porter, "An algorithm for suffix stripping", Program 14 (1980). NLTK's extensions: twelve irregular words; words of one or two
 * letters stay; {@code -ies} and {@code -ied} of words of four letters become {@code -ie}; final {@code y} becomes {@code i} after a
 * consonant that does not begin the word, whatever vowels there are; {@code -bli} becomes {@code -ble}, {@code -fulli}
 * {@code -ful}, {@code -logi} {@code -log}; {@code -alli} is taken off twice; vowel and consonant at a word's beginning are a short
 * syllable.
 */
public final class PorterStemmer {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("sky", "sky"),
            Map.entry("skies", "sky"),
            Map.entry("dying", "die"),
            Map.entry("lying", "lie"),
            Map.entry("tying", "tie"),
            Map.entry("news", "news"),
            Map.entry("innings", "inning"),
            Map.entry("inning", "inning"),
            Map.entry("outings", "outing"),
            Map.entry("outing", "outing"),
            Map.entry("cannings", "canning"),
            Map.entry("canning", "canning"),
            Map.entry("howe", "howe"),
            Map.entry("proceed", "proceed"),
            Map.entry("exceed", "exceed"),
            Map.entry("succeed", "succeed"));

    private static final List<String> STEP_2 = List.of(
            "ational ate",
            "tional tion",
            "enci ence",
            "anci ance",
            "izer ize",
            "bli ble",
            "alli al",
            "entli ent",
            "eli e",
            "ousli ous",
            "ization ize",
            "ation ate",
            "ator ate",
            "alism al",
            "iveness ive",
            "fulness ful",
            "ousness ous",
            "aliti al",
            "iviti ive",
            "biliti ble",
            "fulli ful");

    private static final List<String> STEP_3 =
            List.of("icate ic", "ative ", "alize al", "iciti ic", "ical ic", "ful ", "ness ");

    private static final List<String> STEP_4 = List.of(
            "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
            "iti", "ous", "ive", "ize");

    private PorterStemmer() {}

    /** The stem of a text, which is taken as one word and put into lower case. */
    public static String stem(String text) {
        String word = PythonText.lower(text);
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        return word.codePointCount(0, word.length()) <= 2
                ? word
                : step5(step4(step3(step2(step1c(step1b(step1a(word)))))));
    }

    private static String step1a(String word) {
        if (word.endsWith("sses")) {
            return cut(word, 2);
        }
        if (word.endsWith("ies")) {
            return cut(word, word.length() == 4 ? 1 : 2);
        }
        return word.endsWith("s") && !word.endsWith("ss") ? cut(word, 1) : word;
    }

    private static String step1b(String word) {
        if (word.endsWith("ied")) {
            return cut(word, word.length() == 4 ? 1 : 2);
        }
        if (word.endsWith("eed")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        int ending = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
        String stem = cut(word, ending);
        if (ending == 0 || !hasVowel(stem)) {
            return word;
        }
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (endsInDoubleConsonant(stem)) {
            return "lsz".indexOf(stem.charAt(stem.length() - 1)) >= 0 ? stem : cut(stem, 1);
        }
        return measure(stem) == 1 && endsInShortSyllable(stem) ? stem + "e" : stem;
    }

    private static String step1c(String word) {
        boolean consonantBefore = word.length() > 2 && isConsonant(word, word.length() - 2);
        return word.endsWith("y") && consonantBefore ? cut(word, 1) + "i" : word;
    }

    private static String step2(String word) {
        if (word.endsWith("alli") && measure(cut(word, 4)) > 0) {
            return step2(cut(word, 2));
        }
        String replaced = replaced(word, STEP_2);
        if (replaced.equals(word) && word.endsWith("logi")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        return replaced;
    }

    private static String step3(String word) {
        return replaced(word, STEP_3);
    }

    private static String step4(String word) {
        for (String ending : STEP_4) {
            if (word.endsWith(ending)) {
                String stem = cut(word, ending.length());
                boolean fits = !ending.equals("ion") || stem.endsWith("s") || stem.endsWith("t");
                return fits && measure(stem) > 1 ? stem : word;
            }
        }
        return word;
    }

    private static String step5(String word) {
        String stem = word;
        if (word.endsWith("e")) {
            String without = cut(word, 1);
            int measure = measure(without);
            stem = measure > 1 || (measure == 1 && !endsInShortSyllable(without)) ? without : word;
        }
        return stem.endsWith("ll") && measure(cut(stem, 1)) > 1 ? cut(stem, 1) : stem;
    }

    /** The first rule whose ending fits decides, whether the stem is long enough or not. */
    private static String replaced(String word, List<String> rules) {
        for (String rule : rules) {
            int space = rule.indexOf(' ');
            if (word.endsWith(rule.substring(0, space))) {
                String stem = cut(word, space);
                return measure(stem) > 0 ? stem + rule.substring(space + 1) : word;
            }
        }
        return word;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    private static boolean isConsonant(String word, int i) {
        return switch (word.charAt(i)) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> i == 0 || !isConsonant(word, i - 1);
            default -> true;
        };
    }

    private static boolean hasVowel(String stem) {
        for (int i = 0; i < stem.length(); i++) {
            if (!isConsonant(stem, i)) {
                return true;
            }
        }
        return false;
    }

    /** How often a consonant follows a vowel. */
    private static int measure(String stem) {
        int measure = 0;
        for (int i = 1; i < stem.length(); i++) {
            if (isConsonant(stem, i) && !isConsonant(stem, i - 1)) {
                measure++;
            }
        }
        return measure;
    }

    private static boolean endsInDoubleConsonant(String stem) {
        int last = stem.length() - 1;
        return last >= 1 && stem.charAt(last) == stem.charAt(last - 1) && isConsonant(stem, last);
    }

    private static boolean endsInShortSyllable(String stem) {
        int last = stem.length() - 1;
        if (last == 1) {
            return !isConsonant(stem, 0) && isConsonant(stem, 1);
        }
        return last >= 2
                && isConsonant(stem, last - 2)
                && !isConsonant(stem, last - 1)
                && isConsonant(stem, last)
                && "wxy".indexOf(stem.charAt(last)) < 0;
    }
}
