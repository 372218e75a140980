package io.magma.train.eval.vqa;

import io.magma.train.eval.text.PythonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps by which answers are normalised before they are compared; character by character those of the official evaluation (with what
 * looks like its mistakes, since published numbers depend on them) and of the EvalAI server.
 *
 * <p>Not idempotent: {@link #normalized} must be applied once.
 */
public final class VqaNormalizer {
    private static final String PUNCTUATION = ";/[]\"{}()=+\\_-><@`,?!";

    // The original passes re.UNICODE, which is 32, where the number of replacements belongs.
    private static final int MOST_PERIODS = 32;

    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("none", "0"),
            Map.entry("zero", "0"),
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"));

    private VqaNormalizer() {}

    /** Line ends and tabs as spaces, no white space at the ends. */
    public static String clean(String text) {
        return PythonText.strip(text.replace('\n', ' ').replace('\t', ' '));
    }

    /**
     * Punctuation as nothing or as a space: nothing for a mark that stands beside a space somewhere, and for all of them if a comma
     * stands between two digits somewhere. Then the first 32 periods that no digit follows are deleted.
     */
    public static String punctuation(String text) {
        boolean commaInNumber = hasCommaInNumber(text);
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (PUNCTUATION.indexOf(c) < 0) {
                out.append(c);
            } else if (!commaInNumber && !text.contains(c + " ") && !text.contains(" " + c)) {
                out.append(' ');
            }
        }
        return withoutPeriods(out);
    }

    /** Lower case, number words up to ten as digits, no articles, contractions with their apostrophes, single spaces. */
    public static String digitsAndArticles(String text) {
        List<String> words = new ArrayList<>();
        for (String word : PythonText.split(PythonText.lower(text))) {
            String number = NUMBERS.getOrDefault(word, word);
            if (!ARTICLES.contains(number)) {
                words.add(Contractions.restored(number));
            }
        }
        return String.join(" ", words);
    }

    /** All three steps. */
    public static String normalized(String text) {
        return digitsAndArticles(punctuation(clean(text)));
    }

    /** As the EvalAI server does: lower case, commas and question marks deleted and {@code 's} set apart, then all three steps. */
    public static String evalAi(String text) {
        return digitsAndArticles(punctuation(clean(words(text))));
    }

    private static String words(String text) {
        return PythonText.lower(text).replace(",", "").replace("?", "").replace("'s", " 's");
    }

    private static boolean hasCommaInNumber(String text) {
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', comma + 1)) {
            if (comma > 0
                    && comma + 1 < text.length()
                    && PythonText.isDigit(text.codePointBefore(comma))
                    && PythonText.isDigit(text.codePointAt(comma + 1))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutPeriods(StringBuilder text) {
        StringBuilder out = new StringBuilder(text.length());
        int deleted = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean digitFollows = i + 1 < text.length() && PythonText.isDigit(text.codePointAt(i + 1));
            if (text.charAt(i) == '.' && !digitFollows && deleted < MOST_PERIODS) {
                deleted++;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }
}
