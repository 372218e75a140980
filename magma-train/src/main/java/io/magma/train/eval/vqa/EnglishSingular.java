package io.magma.train.eval.vqa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The singular of an English word by rules on its ending, the first that fits: those of Ruby on Rails' inflector in the Python package
 * {@code inflection} (MIT). It knows no words: "iris" becomes "iri".
 */
public final class EnglishSingular {
    private static final Pattern UNCOUNTABLE =
            pattern("\\b(?:equipment|fish|information|jeans|money|rice|series|sheep|species)\\z");

    // Each line: ending, what it becomes; the later a word stands among the irregular ones, the earlier it is tried.
    private static final String RULES = """
            (z)ombies$ 1ombie
            k[iI][nN][eE]$ cow
            K[iI][nN][eE]$ Cow
            (m)oves$ 1ove
            (s)exes$ 1ex
            (c)hildren$ 1hild
            (h)umans$ 1uman
            (m)en$ 1an
            (p)eople$ 1erson
            (database)s$ 1
            (quiz)zes$ 1
            (matr)ices$ 1ix
            (vert|ind)ices$ 1ex
            (passer)sby$ 1by
            ^(ox)en 1
            (alias|status)(?:es)?$ 1
            (octop|vir)(?:us|i)$ 1us
            ^(a)x[ie]s$ 1xis
            (cris|test)(?:is|es)$ 1is
            (shoe)s$ 1
            (o)es$ 1
            (bus)(?:es)?$ 1
            (m|l)ice$ 1ouse
            (x|ch|ss|sh)es$ 1
            (m)ovies$ 1ovie
            (s)eries$ 1eries
            ([^aeiouy]|qu)ies$ 1y
            ([lr])ves$ 1f
            (tive)s$ 1
            (hive)s$ 1
            ([^f])ves$ 1fe
            (t)he(?:sis|ses)$ 1hesis
            (s)ynop(?:sis|ses)$ 1ynopsis
            (p)rogno(?:sis|ses)$ 1rognosis
            (p)arenthe(?:sis|ses)$ 1arenthesis
            (d)iagno(?:sis|ses)$ 1iagnosis
            (b)a(?:sis|ses)$ 1asis
            (a)naly(?:sis|ses)$ 1nalysis
            ([ti])a$ 1um
            (n)ews$ 1ews
            (ss)$ 1
            s$ -
            """;

    private static final List<Map.Entry<Pattern, String>> TABLE = table();

    private EnglishSingular() {}

    /** The singular, with the capitals of the word where they are kept; the word itself if no rule fits. */
    public static String of(String word) {
        if (UNCOUNTABLE.matcher(word).find()) {
            return word;
        }
        for (Map.Entry<Pattern, String> rule : TABLE) {
            var matcher = rule.getKey().matcher(word);
            if (matcher.find()) {
                return matcher.replaceAll(rule.getValue());
            }
        }
        return word;
    }

    private static List<Map.Entry<Pattern, String>> table() {
        List<Map.Entry<Pattern, String>> table = new ArrayList<>();
        RULES.lines().forEach(line -> {
            String ending = line.substring(0, line.indexOf(' '));
            String singular = line.substring(line.indexOf(' ') + 1);
            // Cows keep their capital, everything else is said once for both.
            Pattern pattern =
                    ending.startsWith("k[") || ending.startsWith("K[") ? Pattern.compile(ending) : pattern(ending);
            String replacement = singular.replaceFirst("^1", "\\$1").replaceFirst("^-$", "");
            table.add(Map.entry(pattern, replacement));
        });
        return List.copyOf(table);
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
