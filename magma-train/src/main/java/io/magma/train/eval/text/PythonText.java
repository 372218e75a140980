package io.magma.train.eval.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Text operations of Python's {@code str}, where Java's differ: white space of {@code strip} and {@code split}, digits of {@code \d},
 * and {@code lower} with its final sigma. Characters have the properties that the Java version's Unicode gives them.
 */
public final class PythonText {
    private static final int CAPITAL_SIGMA = 0x3A3;
    private static final int SMALL_SIGMA = 0x3C3;
    private static final int FINAL_SIGMA = 0x3C2;
    private static final int CAPITAL_I_WITH_DOT = 0x130;

    // Word_Break is MidLetter, MidNumLet or Single_Quote (Unicode 14, WordBreakProperty.txt): part of Case_Ignorable.
    private static final String MID_WORD =
            "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    private PythonText() {}

    /** {@code str.isspace} of one character: white space of Unicode, and the separators U+001C to U+001F. */
    public static boolean isSpace(int codePoint) {
        return switch (codePoint) {
            case ' ', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default ->
                (codePoint >= '\t' && codePoint <= '\r')
                        || (codePoint >= 0x1c && codePoint <= 0x1f)
                        || (codePoint >= 0x2000 && codePoint <= 0x200a);
        };
    }

    /** {@code \d} of a regular expression on {@code str}: a decimal digit of any script. */
    public static boolean isDigit(int codePoint) {
        return Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** {@code str.strip()}. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** {@code str.split()}: the words between runs of white space. */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                if (start >= 0) {
                    words.add(text.substring(start, i));
                }
                start = -1;
            } else if (start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    /**
     * {@code str.lower()}: full case mapping. Java's finds the end of a word for the final sigma by its word breaks, Python by Unicode's
     * Final_Sigma condition (The Unicode Standard, table 3-17).
     */
    public static String lower(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < points.length; i++) {
            switch (points[i]) {
                case CAPITAL_SIGMA -> lower.appendCodePoint(isFinal(points, i) ? FINAL_SIGMA : SMALL_SIGMA);
                // the only character that becomes two in every language
                case CAPITAL_I_WITH_DOT -> lower.append("i\u0307");
                default -> lower.appendCodePoint(Character.toLowerCase(points[i]));
            }
        }
        return lower.toString();
    }

    private static boolean isFinal(int[] points, int sigma) {
        int before = sigma - 1;
        while (before >= 0 && isCaseIgnorable(points[before])) {
            before--;
        }
        if (before < 0 || !isCased(points[before])) {
            return false;
        }
        int after = sigma + 1;
        while (after < points.length && isCaseIgnorable(points[after])) {
            after++;
        }
        return after == points.length || !isCased(points[after]);
    }

    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    private static boolean isCaseIgnorable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> MID_WORD.indexOf(codePoint) >= 0;
        };
    }
}
