package io.magma.text;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GPT-2's pre-tokenisation: contractions, words, numbers and symbols with the space before them, and white space. */
final class Gpt2Splitter {
    private static final Pattern PATTERN = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private Gpt2Splitter() {}

    /** Passes the words of {@code text} on in order; together they are the text. */
    static void split(String text, Consumer<String> words) {
        Matcher matcher = PATTERN.matcher(text);
        while (matcher.find()) {
            words.accept(matcher.group());
        }
    }
}
