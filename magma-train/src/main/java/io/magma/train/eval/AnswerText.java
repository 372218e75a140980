package io.magma.train.eval;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;

/**
 * How answers and captions are compared: equal after Unicode's canonical composition, lower-casing, removal of white space at
 * both ends, and with every run of white space inside as one space. Punctuation counts.
 */
public final class AnswerText {
    private AnswerText() {}

    /** The form that is compared. */
    public static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Whether {@code output} is one of the accepted texts. */
    public static boolean matches(String output, Collection<String> accepted) {
        String normalized = normalized(output);
        return accepted.stream().anyMatch(text -> normalized(text).equals(normalized));
    }
}
