package io.magma.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands braces as a shell does: {@code shard-{000..012}.tar} and {@code {a,b}.tar}.
 *
 * <p>Numbers keep their leading zeros.
 */
final class BracePattern {

    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");

    private BracePattern() {}

    /**
     * Returns every expansion in order; the text itself if it has no braces.
     *
     * @throws DataException if braces hold neither a range nor a list
     */
    static List<String> expand(String text) {
        Matcher braces = BRACES.matcher(text);
        if (!braces.find()) {
            return List.of(text);
        }
        List<String> expanded = new ArrayList<>();
        for (String choice : choices(braces.group(1), text)) {
            expanded.addAll(expand(text.substring(0, braces.start()) + choice + text.substring(braces.end())));
        }
        return expanded;
    }

    private static List<String> choices(String body, String text) {
        Matcher range = RANGE.matcher(body);
        if (!range.matches()) {
            if (!body.contains(",")) {
                throw new DataException(
                        text + ": braces hold a range like 000..012 or a list like a,b, was {" + body + "}");
            }
            return List.of(body.split(",", -1));
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        int digits = range.group(1).startsWith("0") ? range.group(1).length() : 1;
        List<String> numbers = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            numbers.add(String.format(Locale.ROOT, "%0" + digits + "d", number));
        }
        return numbers;
    }
}
