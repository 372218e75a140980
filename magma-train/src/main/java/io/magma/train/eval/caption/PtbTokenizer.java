package io.magma.train.eval.caption;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens of the Penn Treebank's convention, lower-cased and without punctuation: what coco-caption makes of captions with
 * Stanford's tokenizer before it scores them.
 */
final class PtbTokenizer {
    /** Tokens that coco-caption removes; brackets, which it means to remove, stay, since they are lower-cased before. */
    private static final Set<String> PUNCTUATION = Set.of(
            "''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-", ".", "?", "!", ",", ":", "-", "--", "...", ";");

    // Nine of ten words; they cost no look at the rules.
    private static final Pattern PLAIN = Pattern.compile("[a-z]{2,}(?=\\s|$)");
    private static final Set<String> SPLIT = Set.of("cannot", "gonna", "gotta", "lemme", "gimme", "wanna");

    private PtbTokenizer() {}

    /** The tokens of one caption between single spaces; empty if there are none but punctuation. */
    static String tokenize(String caption) {
        StringBuilder tokens = new StringBuilder(caption.length() + 8);
        Matcher text = PLAIN.matcher(caption).useTransparentBounds(true);
        int at = 0;
        while (at < caption.length()) {
            int point = caption.codePointAt(at);
            if (isDropped(point)) {
                at += Character.charCount(point);
            } else {
                at = token(caption, text, at, tokens);
            }
        }
        return tokens.toString();
    }

    private static int token(String caption, Matcher text, int start, StringBuilder tokens) {
        text.usePattern(PLAIN).region(start, caption.length());
        if (text.lookingAt() && !SPLIT.contains(text.group())) {
            append(tokens, text.group());
            return text.end();
        }
        for (PtbRule rule : PtbRules.ALL) {
            int end = rule.end(text, start, caption.length());
            if (end > start) {
                for (String token :
                        rule.written().apply(caption.substring(start, end)).split(" ", -1)) {
                    append(tokens, token);
                }
                return end;
            }
        }
        append(tokens, caption.substring(start, start + 1));
        return start + 1;
    }

    private static void append(StringBuilder tokens, String token) {
        String lower = token.replace("\u00ad", "").toLowerCase(Locale.ROOT);
        if (!lower.isEmpty() && !PUNCTUATION.contains(lower)) {
            tokens.append(tokens.isEmpty() ? "" : " ").append(lower);
        }
    }

    // White space, controls, invisible formatting and what lies beyond the basic plane (emoji), which Stanford's
    // tokenizer
    // of 2014 drops.
    private static boolean isDropped(int point) {
        return Character.isWhitespace(point)
                || Character.isSpaceChar(point)
                || Character.isISOControl(point)
                || Character.isSupplementaryCodePoint(point)
                || Character.getType(point) == Character.FORMAT
                || Character.getType(point) == Character.SURROGATE
                || (point >= 0xfe00 && point <= 0xfe0f);
    }
}
