package io.magma.train.eval.caption;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one kind of token looks.
 *
 * @param pattern matches it from its first character on
 * @param written what is written for the matched text: itself, its normal form, or several tokens between spaces
 */
record PtbRule(Pattern pattern, UnaryOperator<String> written) {

    static PtbRule asIs(String regex) {
        return as(regex, UnaryOperator.identity());
    }

    static PtbRule as(String regex, String token) {
        return as(regex, text -> token);
    }

    static PtbRule as(String regex, UnaryOperator<String> written) {
        return new PtbRule(Pattern.compile(regex), written);
    }

    /** The end of the token that begins at {@code start}, or -1 if there is none of this kind. */
    int end(Matcher text, int start, int limit) {
        text.usePattern(pattern).region(start, limit);
        return text.lookingAt() ? text.end() : -1;
    }
}
