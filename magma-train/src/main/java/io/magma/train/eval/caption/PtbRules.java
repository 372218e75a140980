package io.magma.train.eval.caption;

import java.util.List;
import java.util.Map;

/**
 * The kinds of tokens of the Penn Treebank's convention and of texts of the web, in the order in which they are tried; the
 * first that matches wins.
 *
 * <p>Sources: the treebank's published tokenization guidelines; the documented options of Stanford's {@code PTBTokenizer} at
 * their defaults (brackets, quotes, dashes, ellipses, fractions and currency are written in ASCII); what CoreNLP 3.4.1 answers
 * to the texts of {@code ptb_tokens.py}.
 */
final class PtbRules {
    private static final String APOSTROPHE = "['\u2019]";
    /** Letters, marks and digits of one word. */
    private static final String ALNUM = "[\\p{L}\\p{M}\\p{Nd}\u00ad]";

    private static final String WORD = "[\\p{L}\\p{Nd}]" + ALNUM + "*";
    /** Words behind hyphens and slashes. */
    private static final String JOINED = "(?:[-\u2010\u2011_/]" + WORD + ")*";

    private static final String NO_LETTER = "(?!\\p{L})";

    private static final Map<String, String> FRACTIONS =
            Map.of("\u00bd", "1/2", "\u00bc", "1/4", "\u00be", "3/4", "\u2153", "1/3", "\u2154", "2/3");

    /** The rules, most special first. */
    static final List<PtbRule> ALL = List.of(
            // The web.
            PtbRule.asIs("</?[\\p{L}!][^<>]*>"),
            PtbRule.asIs("(?i:https?)://[^\\s\"<>|()]*[\\p{L}\\p{Nd}/_=&#~]"),
            PtbRule.asIs("(?i:www)\\.[^\\s\"<>|()]*[\\p{L}\\p{Nd}/_=&#~]"),
            PtbRule.asIs("(?:[\\p{L}\\p{Nd}-]+\\.)+(?:com|org|net|edu|gov)/[^\\s\"<>|()]*[\\p{L}\\p{Nd}/_=&#~]"),
            PtbRule.asIs(WORD + "(?:[.+_-]" + WORD + ")*@" + WORD + "(?:[.-]" + WORD + ")*"),
            PtbRule.asIs("@[\\p{L}_][\\p{L}\\p{Nd}_]*"),
            PtbRule.asIs("#\\p{L}+"),
            PtbRule.as(
                    "[:;=]['\u2019]?-?[()]|[:;=]-?(?:[\\[\\]]|[DP](?!" + ALNUM + "))", PtbRules::roundBracketsWritten),
            PtbRule.asIs("\\^_\\^|-_-"),
            PtbRule.as("&(?:nbsp|#160);", ""),
            PtbRule.as("&quot;", "''"),
            PtbRule.as("&apos;", "'"),
            PtbRule.as("&lt;", "<"),
            PtbRule.as("&gt;", ">"),
            PtbRule.as("\\p{Lu}+(?:&(?:amp;)?\\p{Lu}+)+", text -> text.replace("&amp;", "&")),
            PtbRule.as("&amp;", "&"),

            // Numbers and money.
            PtbRule.as(
                    "\\(\\d{3}\\) ?\\d{3}-\\d{4}", text -> bracketsWritten(text).replace(' ', '\u00a0')),
            PtbRule.as("\\d{1,4} \\d{1,2}/\\d{1,2}(?![/\\d])", text -> text.replace(' ', '\u00a0')),
            PtbRule.as("[\u00bd\u00bc\u00be\u2153\u2154]", FRACTIONS::get),
            PtbRule.asIs("\\p{Lu}{1,2}\\$"),
            PtbRule.as("[\u00a3]", "#"),
            PtbRule.as("\u20ac", "$"),
            PtbRule.as("\u00a2", "cents"),
            PtbRule.asIs("[-+]?\\d*(?:[.,:]\\d+)+(?:-\\p{L}" + ALNUM + "*)*"),
            PtbRule.asIs("[-+]\\d+(?!" + ALNUM + ")"),

            // Contractions.
            PtbRule.as("(?i:cannot|gonna|gotta|lemme|gimme|wanna)(?!" + ALNUM + ")", PtbRules::inTwo),
            PtbRule.as("(?i:" + APOSTROPHE + "t(?:is|was))" + NO_LETTER, PtbRules::afterT),
            PtbRule.as("(?i:" + APOSTROPHE + "(?:s|d|m|re|ve|ll))" + NO_LETTER, PtbRules::straight),
            PtbRule.as("(?i:n['\u2019`]t)" + NO_LETTER, PtbRules::straight),
            PtbRule.as(
                    "(?i:" + APOSTROPHE + "(?:n" + APOSTROPHE + "|(?:em|til|cause|n)" + NO_LETTER + "))",
                    PtbRules::straight),
            PtbRule.as(APOSTROPHE + "\\d0s|" + APOSTROPHE + "\\d\\d(?!['\u2019\"]|" + ALNUM + ")", PtbRules::straight),
            PtbRule.as("(?i:y" + APOSTROPHE + ")(?=\\p{L})", PtbRules::straight),
            PtbRule.as("(?i:[dlo]" + APOSTROPHE + "\\p{L}{2,}|ma'am|ne'er|e'er|cap'n|ol')", PtbRules::straight),
            PtbRule.asIs("\\p{L}+?(?=(?i:n['\u2019`]t)" + NO_LETTER + ")"),

            // Words.
            PtbRule.asIs("(?i:ph\\.d\\.)"),
            PtbRule.asIs("\\p{L}(?:\\.\\p{L})++(?!" + ALNUM + ")\\.?"),
            PtbRule.asIs(PtbAbbreviations.regex()),
            PtbRule.asIs("[Cc](?:\\+\\+|#)"),
            PtbRule.asIs("\\p{L}" + ALNUM + "*(?:[.!?]\\p{L}" + ALNUM + "*)+" + JOINED),
            PtbRule.asIs(WORD + JOINED),

            // Marks.
            PtbRule.asIs("[?!]{2,}|\\*+|_+|-{5,}"),
            PtbRule.as("\\.{2,}|\u2026", "..."),
            PtbRule.as("-{2,4}|[\u2013\u2014\u2015]", "--"),
            PtbRule.as("\"|''|``|[\u201c\u201d\u00ab\u00bb]", "''"),
            PtbRule.as("['`\u2018\u2019\u201b\u2039\u203a]", "'"),
            PtbRule.as("[()\\[\\]{}]", PtbRules::bracketsWritten));

    private PtbRules() {}

    private static String straight(String text) {
        return text.replace('\u2019', '\'');
    }

    /** {@code gonna} is "gon na", {@code cannot} "can not". */
    private static String inTwo(String text) {
        return text.substring(0, 3) + " " + text.substring(3);
    }

    private static String afterT(String text) {
        return "'" + text.charAt(1) + " " + text.substring(2);
    }

    private static String bracketsWritten(String text) {
        return roundBracketsWritten(text)
                .replace("[", "-LSB-")
                .replace("]", "-RSB-")
                .replace("{", "-LCB-")
                .replace("}", "-RCB-");
    }

    private static String roundBracketsWritten(String text) {
        return text.replace("(", "-LRB-").replace(")", "-RRB-");
    }
}
